package store_test

import (
	"testing"

	"groundswell/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }
