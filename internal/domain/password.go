package domain

import "strings"

// commonStems are the words that lists of leaked passwords have on top in
// English and German. A password made of one of them plus digits and marks is
// refused: it is among the first millions that anybody tries.
var commonStems = strings.Fields(`
password passwort passwd kennwort geheim secret qwerty qwertz qwertzuiop qwertyuiop asdfgh asdfghjkl yxcvbnm zxcvbnm
letmein welcome willkommen admin administrator root login hallo hello iloveyou ichliebedich schatz princess prinzessin
sunshine sonnenschein dragon drachen monkey football fussball baseball superman batman master shadow starwars
freedom freiheit whatever trustno changeme default computer internet sommer winter summer spring herbst
michael daniel thomas jessica charlie ashley nicole andrea stefan alexander
abc abcdef abcdefgh groundswell`)

// commonPassword reports whether a password is a common stem with decoration,
// a run of digits, or one character repeated.
func commonPassword(password string) bool {
	core := strings.ToLower(strings.Map(lettersOf, password))
	core = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s").Replace(core)
	bare := strings.TrimFunc(strings.ToLower(password), func(r rune) bool { return r < 'a' || r > 'z' })
	if bare == "" || repeats(bare) {
		return len(strings.TrimLeft(password, "0123456789")) == 0 || repeats(password)
	}
	for _, stem := range commonStems {
		if bare == stem || strings.Trim(core, "oieast") == stem || bare == stem+stem {
			return true
		}
	}
	return false
}

// lettersOf keeps letters and the digits and marks that stand for letters.
func lettersOf(r rune) rune {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', strings.ContainsRune("013457@$", r):
		return r
	}
	return -1
}

func repeats(s string) bool {
	return strings.Count(s, s[:1]) == len(s)
}
