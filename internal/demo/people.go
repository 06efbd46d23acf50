package demo

import (
	"fmt"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// staff are those who speak for the company and whom nobody can sign in as.
var staff = []struct {
	name string
	role domain.Role
}{
	{"Jonas Weidling", domain.Engineer},
	{"Miriam Tekbas", domain.Engineer},
	{"Ruben Alsdorf", domain.Engineer},
	{"Farah Nowitz", domain.Engineer},
	{"Tove Brandis", domain.Engineer},
	{"Anselm Okoro", domain.Engineer},
	{"Silke Pahl", domain.Engineer},
}

// crowdSize is how many customers there are beside the one whom one can be, and
// mobSize how many accounts were opened only to rate a product down.
const (
	crowdSize = 1900
	mobSize   = 27
)

// crowdAge is how long ago the first customer joined, in days.
const crowdAge = 760.0

// firsts are first names: with a letter behind them they name most customers.
var firsts = []string{
	"Aylin", "Bruno", "Clara", "Deniz", "Edda", "Fiete", "Gesa", "Hugo", "Ines", "Jasper", "Kaya", "Leonie", "Milo",
	"Oskar", "Paula", "Quinn", "Rieke", "Sami", "Tilda", "Umut", "Vera", "Wanda", "Xenia", "Yunus", "Zoe", "Anton",
	"Britta", "Cem", "Dora", "Emil", "Frieda", "Gregor", "Hanna", "Ivo", "Jule", "Kofi", "Lotte", "Marek", "Nora",
	"Orla", "Pelle", "Rashid", "Sunniva", "Teun", "Ulrike", "Vito", "Wiebke", "Yara", "Zeno", "Agnes", "Beppo",
}

// handles are what other customers call themselves.
var handles = []string{
	"kupferkanne", "two_left_socks", "werkbank", "nachtschicht", "tabletop", "brennglas", "old_stapler", "papierkram",
	"lighthouse_k", "umlaut", "spare_parts", "querflöte", "mothercode", "gartenzaun", "third_shift", "bytebäcker",
	"slow_solder", "klassenzimmer", "window_seat", "drehmoment", "paperweight", "feierabend", "half_a_desk",
	"zettelwirtschaft",
}

// callOf names customer n.
func callOf(n int) string {
	switch first := firsts[n*7%len(firsts)]; {
	case n%9 == 4:
		handle := handles[n/9%len(handles)]
		if turn := n / 9 / len(handles); turn > 0 {
			return fmt.Sprintf("%s%d", handle, 11+n*37%87)
		}
		return handle
	case n%23 == 0:
		return first
	default:
		return fmt.Sprintf("%s %c.", first, 'A'+rune((n*5+n/51*3)%26))
	}
}

func (d *demo) addPeople() error {
	for _, account := range accounts {
		m := domain.Member{Name: account.name, Email: account.email, Role: account.role}
		joined := d.ago(crowdAge)
		id, err := d.at(joined).AddMember(d.ctx, domain.System, m, password)
		if err != nil {
			return err
		}
		d.people[m.Name] = domain.Actor{ID: id, Name: m.Name, Role: m.Role, Created: joined, System: true}
	}
	return d.db.Tx(d.ctx, func(q *store.Tx) error {
		d.crowd, d.mobbers = nil, nil
		for n, s := range staff {
			email := fmt.Sprintf("staff%d@demo.example.org", n+1)
			if _, err := d.addSilent(q, s.name, email, s.role, d.ago(crowdAge)); err != nil {
				return err
			}
		}
		for n := range crowdSize {
			share := float64(n) / crowdSize // more of them every month
			joined := d.ago(crowdAge * (1 - share) * (1 - share/3))
			who, err := d.addSilent(q, callOf(n), fmt.Sprintf("member%d@demo.example.org", n+1), domain.Customer, joined)
			if err != nil {
				return err
			}
			d.crowd = append(d.crowd, who)
		}
		return d.addMob(q)
	})
}

// addMob adds the accounts that were opened the day before a product was rated down.
func (d *demo) addMob(q *store.Tx) error {
	for _, p := range products {
		if p.bombed == nil {
			continue
		}
		day := domain.DayStart(domain.Day(d.ago(p.bombed.days)))
		for n := range mobSize {
			name, email := callOf(crowdSize+n), fmt.Sprintf("mob%d@demo.example.org", n+1)
			who, err := d.addSilent(q, name, email, domain.Customer, day.Add(time.Duration(11*n-800)*time.Minute))
			if err != nil {
				return err
			}
			d.mobbers = append(d.mobbers, who)
		}
	}
	return nil
}

// addSilent adds somebody who has no password, whom nobody can sign in as: no verb
// makes such accounts.
func (d *demo) addSilent(q *store.Tx, name, email string, role domain.Role, joined time.Time) (domain.Actor, error) {
	m := domain.Member{Name: name, Email: email, Role: role, Created: joined, Confirmed: joined, SingleKeys: true}
	id, err := q.CreateMember(d.ctx, m)
	who := domain.Actor{ID: id, Name: name, Role: role, Created: joined, System: true}
	if role.Staff() {
		d.people[name] = who
	}
	return who, err
}
