package text

import "testing"

func TestNamesThatLookAlikeHaveOneSkeleton(t *testing.T) {
	for _, pair := range [][2]string{
		{"Lena Ortmann", "lena ortmann"}, {"Lena Ortmann", "Lena.Ortmann"}, {"Lena Ortmann", "LenaOrtrnann"},
		{"Lena Ortmann", "Lena 0rtmann"},
		{"Lena Ortmann", "Lеnа Оrtmаnn"}, // Cyrillic е, а, О, а
		{"Lena Ortmann", "Ιena Οrtmann"}, // Greek capital iota and omicron
		{"Lena Ortmann", "Ｌｅｎａ　Ｏｒｔｍａｎｎ"}, // full width
		{"Lena Ortmann", "𝐋𝐞𝐧𝐚 𝐎𝐫𝐭𝐦𝐚𝐧𝐧"}, // mathematical bold
		{"Lena Ortmann", "Lena\u200b Ort\u00admann"}, {"Lena Ortmann", "Le\u0301na Ortmann"},
		{"Admin", "Adm1n"}, {"Admin", "ADMlN"}, {"Admin", "Аdmіn"}, {"Moderator", "M0derat0r"}, {"Wim", "VVim"}, {"Jörg", "Jorg"},
	} {
		if a, b := Skeleton(pair[0]), Skeleton(pair[1]); a != b {
			t.Errorf("%q is %q, %q is %q", pair[0], a, pair[1], b)
		}
	}
	for _, pair := range [][2]string{{"Lena Ortmann", "Lena Ostmann"}, {"Admin", "Adrian"}, {"Ana", "Anna"}, {"李娜", "李纳"},
		{"Вера", "Vera"}} {
		if a, b := Skeleton(pair[0]), Skeleton(pair[1]); a == b {
			t.Errorf("%q and %q are both %q", pair[0], pair[1], a)
		}
	}
}

func TestPretends(t *testing.T) {
	staff, reserved := []string{"Lena Ortmann", "李娜"}, []string{"Admin", "Moderator", "Team", "The Pier"}
	for name, want := range map[string]bool{
		"Lena Ortmann": true, "Lеna Ortmann": true, "Lena Ortmann 2": false, "Lena": false, "李娜": true, "李娜娜": false,
		"ADMIN": true, "Аdmin": true, "The Pier": true, "ThePier Team": true, "Team Moderator": true, "Admin (The Pier)": true,
		"Adminah": false, "Teamo": false, "Pier": false, "Administration fan": false, "👍": false,
	} {
		if Pretends(name, staff, reserved) != want {
			t.Errorf("Pretends(%q) = %v", name, !want)
		}
	}
}
