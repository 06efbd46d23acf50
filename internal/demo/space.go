package demo

import "groundswell/internal/domain"

// spaces are what the community talks about, and who answers for each.
var spaces = []struct{ slug, name, responsible, description string }{
	{"quiet-computing", "Quiet computing", "Lena Ortmann",
		"Fans, coils, key clicks: everything one can hear and would rather not."},
	{"docks-ports", "Docks & ports", "Jonas Weidling",
		"Plugging in, charging, and monitors that come back where they were."},
	{"repair-lifespan", "Repair & lifespan", "Miriam Tekbas",
		"Parts, manuals, screws, and how long a machine stays useful."},
	{"displays", "Displays", "Ruben Alsdorf",
		"Panels, colours, brightness, eyes at night."},
	{"software-firmware", "Software & firmware", "Farah Nowitz",
		"What ships on the machine, and what runs beneath it."},
	{"kleine-betriebe", "Kleine Betriebe", "Silke Pahl",
		"Zehn Rechner, keine IT-Abteilung: was das Arbeiten leichter macht."},
	{"tastatur-eingabe", "Tastatur & Eingabe", "Tove Brandis",
		"Tasten, Touchpad, Stift und die Frage, wo die Entf-Taste hingehört."},
}

func (d *demo) addSpaces() error {
	for _, s := range spaces {
		responsible, err := d.named(s.responsible)
		if err != nil {
			return err
		}
		d.spaces[s.slug], err = d.at(d.ago(crowdAge-1)).SaveSpace(d.ctx, domain.System, domain.Space{
			Slug: s.slug, Name: s.name, Description: s.description, Responsible: domain.MemberRef{ID: responsible.ID},
		})
		if err != nil {
			return err
		}
	}
	return nil
}
