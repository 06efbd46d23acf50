package demo

import (
	"errors"
	"fmt"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

const (
	ringSize  = 10
	ringIdeas = 6
)

// voteAsOne lets accounts that are one person's promote the same few ideas, night after
// night, and the hourly work find them; and what else the clock finds.
func (d *demo) voteAsOne() error {
	var ring []domain.Actor
	err := d.db.Tx(d.ctx, func(q *store.Tx) error {
		ring = nil
		for n := range ringSize {
			who, err := d.addSilent(q, callOf(crowdSize+mobSize+n), fmt.Sprintf("ring%d@demo.example.org", n+1), domain.Customer, d.ago(21))
			if err != nil {
				return err
			}
			ring = append(ring, who)
		}
		return nil
	})
	if err != nil {
		return err
	}
	page, err := d.db.Reader().Ideas(d.ctx, domain.IdeaFilter{Order: domain.New, Statuses: []domain.Status{domain.StatusNew},
		Limit: 3 * ringIdeas})
	if err != nil {
		return err
	}
	wanted := 0
	for _, i := range page.Items {
		if i.Promotes > 40 || i.Created.After(d.ago(8)) || wanted == ringIdeas {
			continue
		}
		wanted++
		night := domain.DayStart(domain.Day(d.ago(float64(wanted)))).Add(2 * time.Hour)
		for n, who := range ring {
			if _, err := d.at(night.Add(time.Duration(n)*time.Minute)).Vote(d.ctx, who, i.ID, domain.Promote); err != nil {
				return fmt.Errorf("vote as one: %w", err)
			}
		}
	}
	if err := d.at(d.ago(0.1)).FindVoteGroups(d.ctx); err != nil {
		return err
	}
	return d.bombAgain(ring)
}

// bombAgain lets the same accounts rate down, within an hour, what most people rated of the
// products on watch, and the hourly work find that.
func (d *demo) bombAgain(ring []domain.Actor) error {
	var most domain.Product
	for _, id := range d.products {
		p, err := d.db.Reader().ProductByID(d.ctx, id)
		if err != nil {
			return err
		}
		if p.State == domain.Watched && (p.N > most.N || p.N == most.N && p.ID < most.ID) {
			most = p
		}
	}
	evening := domain.DayStart(domain.Day(d.ago(1))).Add(19 * time.Hour)
	for n, who := range ring {
		if err := d.at(evening.Add(time.Duration(5*n)*time.Minute)).Rate(d.ctx, who, most.Slug, domain.RatingDraft{Stars: 1}); err != nil {
			return fmt.Errorf("rate as one: %w", err)
		}
	}
	return d.at(d.ago(0.1)).FindBombs(d.ctx)
}

// askDeletion lets the author of an idea that others voted on ask the moderators.
func (d *demo) askDeletion() error {
	page, err := d.db.Reader().Ideas(d.ctx, domain.IdeaFilter{Order: domain.New, Statuses: []domain.Status{domain.StatusNew}, Limit: 50})
	if err != nil {
		return err
	}
	few := -1
	for n, i := range page.Items {
		fits := i.Author.Role == domain.Customer && i.Language == "en" && i.Promotes > 1 && i.Created.Before(d.ago(2))
		if fits && (few < 0 || i.Promotes < page.Items[few].Promotes) {
			few = n
		}
	}
	if few < 0 {
		return errors.New("no idea for which its author could ask the desk")
	}
	idea := page.Items[few]
	author := domain.Actor{ID: idea.Author.ID, Name: idea.Author.Name, Role: idea.Author.Role, System: true}
	return d.at(d.ago(0.6)).AskErasure(d.ctx, author, idea.ID, "I work for the company whose device I describe, and should not have.")
}
