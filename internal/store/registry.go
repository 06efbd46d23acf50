package store

import "strings"

// entry is what the registry knows of a table. Every column stands in given, words,
// erased or kept; a test holds that against the schema.
type entry struct {
	table string
	// whose tells which rows are about a member, whose id is $1: a condition, "" where
	// no row is about anybody with an account.
	whose string
	// given are the columns of these rows that "Download my data" hands out.
	given string
	// words are what the member wrote: given too, and emptied when the member erases
	// the account and asks that the texts go.
	words string
	// spared tells of rows whose words stay all the same: a condition, "" for none.
	spared string
	// erased are emptied when the member erases the account: to an empty text, or to
	// what stands behind "=". They may be given too.
	erased string
	// kept are all others: they name nobody, or stay under law §1.
	kept string
	// goes: the rows of a member go as a whole when the account is erased.
	goes bool
	// rebuilt: made of other tables by a start, or good for one installation alone; no
	// archive holds it.
	rebuilt bool
	// archived tells which rows an archive holds: a condition, "" for all.
	archived string
}

const (
	ownIdeas    = "author_id = $1 AND author_name = ''"
	ofOwnIdeas  = "IN (SELECT id FROM ideas WHERE " + ownIdeas + ")"
	ownComments = "IN (SELECT id FROM comments WHERE " + ownIdeas + ")"
	ownRatings  = "IN (SELECT id FROM ratings WHERE member_id = $1)"
	byMember    = "member_id = $1"
)

// registry says of every column of every table what becomes of it when a member asks
// for the own data, when an account is erased, and when a community moves (security.md
// 39). Tables stand in an order in which each may be filled after those it names.
var registry = []entry{
	{
		table: "members", whose: "id = $1",
		given: "id name email new_email role language theme single_keys created_at confirmed_at " +
			"suspended_at trusted_at visit_at visit_seen_at visit_before_at mail_level mail_weekly mail_ratings bounced_at",
		erased: "name email=NULL new_email role='member' language theme single_keys=TRUE password " +
			"visit_at=0 visit_seen_at=0 visit_before_at=0 mail_level='none' mail_weekly=FALSE mail_ratings=FALSE bounces=0 bounced_at=0",
		kept: "stamp version suspected",
	},
	{
		table: "sessions", whose: byMember, given: "created_at seen_at user_agent",
		kept: "id token_hash member_id stamp", goes: true, rebuilt: true,
	},
	{
		table: "links", whose: byMember, given: "kind email expires_at", kept: "member_id token_hash", goes: true,
		rebuilt: true,
	},
	{
		table: "applicants", whose: "email = (SELECT email FROM members WHERE id = $1)",
		given: "email name language terms created_at", kept: "id password token_hash expires_at", goes: true,
	},
	{
		table: "invitations", whose: "email = (SELECT email FROM members WHERE id = $1)",
		given: "email role language created_at expires_at", kept: "id token_hash by_id", goes: true,
	},
	{table: "consents", whose: byMember, given: "version agreed_at", kept: "member_id"},
	{
		table: "legal_texts", whose: byMember, given: "page language version saved_at",
		kept: "id body html html_version asks member_id",
	},
	{table: "member_names", whose: byMember, kept: "member_id name_key", goes: true},
	{
		table: "member_decisions", whose: byMember, given: "kind given role reason created_at", erased: "reason",
		kept: "id member_id by_id",
	},
	{
		table: "member_notes", whose: byMember, given: "role body created_at", kept: "id member_id by_id", goes: true,
	},
	{
		table: "spaces", whose: "responsible_id = $1", given: "id name", erased: "responsible_id=NULL",
		kept: "slug description visibility version created_at name_key first_posts",
	},
	{table: "faces", kept: "space_id accent dark welcome_en welcome_de logo_key logo_width logo_height version"},
	{table: "logos", kept: "logo_key picture"},
	{table: "footer_links", kept: "position label_en label_de address"},
	{table: "tags", kept: "id slug name ideas name_key"},
	{table: "families", kept: "id slug name shape products version name_key"},
	{
		table: "products", whose: "responsible_id = $1", given: "id name", erased: "responsible_id=NULL",
		kept: "slug family_id description launch_day carried_mean carried_n version created_at name_key sketch",
	},

	{
		table: "ideas", whose: ownIdeas,
		given: "id language space_id product_id source_url created_at edited_at removed_at",
		words: "title body html excerpt", spared: "TRUE", // one by one: see ForgetIdea
		kept: "html_version author_id nonce version last_text author_name merged_into hidden fresh_at",
	},
	{
		table: "idea_history", whose: "idea_id " + ofOwnIdeas, given: "idea_id replaced_at", words: "title body",
		spared: "TRUE",
		kept:   "id",
	},
	{
		table: "idea_counts",
		kept: "idea_id space_id status listed open created_at promotes demotes carried carried_promotes " +
			"carried_demotes points heat product_id queue_id item_id factor lift rank wanted shipped_at " +
			"comments comments_others last_comment net_7 net_30 net_365 held",
	},
	{table: "idea_tags", kept: "tag_id idea_id listed status created_at points heat"},
	{
		table: "votes", whose: byMember, given: "idea_id value day changed_at said_at", erased: "said_at",
		kept: "member_id by_id held",
	},
	{table: "vote_groups", kept: "id ground by_rule found_at outcome decided_at"},
	{
		table: "vote_suspects", whose: byMember, given: "group_id idea_id voted_at network", erased: "network",
		kept: "member_id",
	},
	{table: "account_networks", whose: byMember, given: "network seen_at", kept: "member_id", goes: true, rebuilt: true},
	{table: "secrets", kept: "name value", rebuilt: true},
	{
		table: "erasures", whose: "author_id = $1", given: "id idea_id created_at outcome", words: "words",
		kept: "author_id",
	},
	{table: "idea_days", kept: "idea_id day promotes demotes"},
	{
		table: "contact_votes", whose: "by_id = $1", given: "idea_id value day changed_at",
		kept: "id name name_key company said_at by_id",
	},
	{
		table: "decisions", whose: byMember,
		given: "id idea_id from_status to_status role reason created_at undone_at",
		kept:  "member_id reason_key promotes wanted shown answers space_id product_id queue_id",
	},
	{table: "wants", whose: byMember, given: "idea_id decision_id created_at", kept: "member_id"},

	{
		table: "comment_texts", whose: "id " + ownComments, given: "id language", words: "body html",
		spared: "id IN (SELECT id FROM comments WHERE official <> '')", kept: "html_version",
	},
	{
		table: "comments", whose: ownIdeas,
		given: "id idea_id parent_id gone helpful official extended_at created_at edited_at",
		kept:  "root_id branch depth author_id author_name nonce listed replies extended_by version",
	},
	{
		table: "comment_history", whose: "comment_id " + ownComments, given: "comment_id replaced_at",
		words: "body", spared: "comment_id IN (SELECT id FROM comments WHERE official <> '')", kept: "id",
	},
	{table: "comment_helpful", whose: byMember, given: "comment_id", kept: "member_id"},
	{table: "mentions", whose: byMember, given: "comment_id word", kept: "member_id", goes: true},
	{table: "visits", whose: byMember, given: "idea_id comment_id before_id visit_at", kept: "member_id", goes: true},
	{
		table: "notes", whose: byMember, given: "id idea_id role created_at edited_at", words: "body html",
		kept: "member_id html_version nonce version",
	},
	{
		table: "note_history", whose: "note_id IN (SELECT id FROM notes WHERE member_id = $1)", given: "note_id replaced_at",
		words: "body", kept: "id",
	},
	{
		table: "weighed", whose: byMember, given: "id kind subject_id verdict created_at", erased: "network=''",
		kept: "member_id fresh sketch score case_id lot row_id",
	},
	{table: "findings", kept: "weighed_id signal evidence"},
	{table: "shingles", kept: "hash weighed_id"},
	{table: "linked_hosts", kept: "host weighed_id"},
	{table: "signal_records", kept: "signal decided agreed"},
	{table: "watched", kept: "kind entry"},
	{
		table: "held_posts", whose: byMember,
		given: "id kind space_id about_id above_id revision_id stars declared product tags language held_for state posted_id reason created_at decided_at",
		words: "title body", erased: "nonce=NULL", kept: "weighed_id member_id version",
	},
	{table: "drafts", whose: byMember, given: "form fields saved_at", kept: "member_id", goes: true},

	{
		table: "revisions", whose: byMember, given: "id product_id name note released_at",
		kept: "number member_id s1 s2 s3 s4 s5 again again_stars again_squares invited invited_stars",
	},
	{table: "product_words", kept: "word product_id"},
	{
		table: "product_counts",
		kept: "product_id family_id revision_id state launch_day n sum below_since override_until due_at " +
			"themes_version low regained reviews poor poor_replied ideas import_until",
	},
	{
		table: "ratings", whose: byMember,
		given: "id product_id revision_id stars language declared promotional verified helpful removed " +
			"rated_at created_at edited_at",
		kept: "member_id counted staff excluded suspended helpful_carried replied themes author_name",
	},
	{
		table: "reviews", whose: "rating_id " + ownRatings, given: "rating_id", words: "title body html",
		kept: "html_version gone",
	},
	{
		table: "rating_history", whose: "rating_id " + ownRatings, given: "rating_id stars replaced_at",
		words: "title body", kept: "id",
	},
	{table: "helpful_votes", whose: byMember, given: "rating_id", kept: "member_id"},
	{
		table: "replies", whose: byMember, given: "rating_id role body created_at edited_at",
		kept: "member_id html html_version",
	},
	{table: "serials", whose: byMember, given: "product_id", kept: "hash member_id"},
	{
		table: "owners", whose: byMember, given: "product_id note created_at", erased: "note",
		kept: "member_id by_id",
	},
	{table: "themes", kept: "id product_id name_en name_de words_en words_de idea_id version"},
	{table: "rating_themes", kept: "theme_id rating_id hand"},
	{table: "theme_counts", kept: "revision_id theme_id reviews lost again regained squares"},
	{table: "bombs", kept: "id product_id from_day to_day ratings ones young usual found_at"},
	{
		table: "exclusions", whose: byMember,
		given: "id product_id from_at to_at reason role created_at undone_at", kept: "member_id",
	},
	{
		table: "product_events", whose: byMember, given: "id product_id at cause from_state to_state role reason",
		kept: "revision_id n sum since until member_id",
	},
	{table: "product_keys", kept: "name_key source product_id"},
	{table: "importing", kept: "source product_id"},

	{
		table: "queues",
		kept: "id slug name name_key description_en description_de time_zone days soft_limit " +
			"weight_importance weight_stars weight_effort version created_at",
	},
	{table: "queue_engineers", whose: byMember, given: "queue_id", kept: "member_id", goes: true},
	{table: "queue_covers", kept: "kind object_id queue_id"},
	{
		table: "queue_rules",
		kept:  "id queue_id position name kind space_id product_id tag_id points top days version",
	},
	{table: "duties", whose: byMember, given: "queue_id week", kept: "member_id", goes: true},
	{
		table: "items", whose: "engineer_id = $1",
		given:  "id idea_id product_id title note effort target_day decided_at closed_at",
		erased: "engineer_id=NULL",
		kept: "source watch_since theme_id queue_id status reach factor lift rank cause rule_id rule_name " +
			"rule_points points_then by_id routed_at tracker stars shipped_in entered_at due_at left_ms " +
			"late parked_until parked_points park_note asked_until version",
	},
	{
		table: "item_events", whose: byMember, given: "id item_id at act from_status to_status role words",
		kept: "member_id reason_key undone_at",
	},
	{
		table: "questions", whose: "item_id IN (SELECT id FROM items WHERE idea_id " + ofOwnIdeas + ")",
		given: "question asked_at answered_at", words: "answer", kept: "id item_id member_id role closed_at",
	},

	{table: "reason_chips", kept: "id space_id idea_id copy_of name_en name_de ticked used retired version"},
	{
		table: "reasons", whose: byMember, given: "idea_id importance chip_1 chip_2 chip_3 named changed_at",
		words: "words", erased: "named=FALSE", kept: "member_id",
	},
	{table: "reason_counts", kept: "idea_id nice important critical words"},
	{
		table: "merges", whose: byMember, given: "id source_id target_id role created_at parted_at",
		kept: "from_status state after_member carried carried_promotes carried_demotes member_id " +
			"parted_by parted_role",
	},
	{
		table: "merged_votes", whose: byMember, given: "merge_id value changed_at", erased: "old_said_at",
		kept: "contact member_id had old_value old_day old_changed_at old_by_id",
	},
	{
		table: "merged_reasons", whose: byMember, given: "merge_id changed_at importance chip_1 chip_2 chip_3",
		words: "words", erased: "named=FALSE", kept: "member_id had old_changed_at",
	},
	{
		table: "merge_proposals", whose: byMember, given: "source_id target_id created_at outcome decided_at",
		words: "note", kept: "id member_id decided_by",
	},

	{
		table: "desk_rows",
		kept: "id kind part subject harm space_id created_at version claimed_by claimed_at closed_at closed_by decision " +
			"undone_at undone_by",
	},
	{table: "desk_seen", whose: byMember, given: "row_id at", kept: "member_id", goes: true},
	{table: "space_moderators", whose: byMember, given: "space_id", kept: "member_id", goes: true},
	{
		table: "removals", whose: byMember, given: "id ground note role created_at posts done_at undone_at",
		kept: "member_id by_id undone_by",
	},
	{
		table: "restrictions", whose: byMember,
		given: "id part subject what ground note role created_at ends_at edited_at lifted_at",
		words: "words", kept: "member_id by_id row_id lifted_by token removal_id",
	},
	{
		table: "objections", whose: byMember, given: "id restriction_id created_at outcome answer decided_at",
		words: "words", kept: "member_id decided_by",
	},
	{
		table: "flags", whose: byMember, given: "id part subject reason created_at outcome", words: "words",
		kept: "member_id author_id weight row_id",
	},
	// Reports are of people without an account.
	{
		table: "reports",
		kept:  "id part subject reason words name email language token created_at confirmed_at outcome decided_at row_id",
	},

	{
		table: "follows", whose: byMember, given: "part object_id following changed_at", kept: "member_id", goes: true,
	},
	{
		table: "events", whose: byMember, given: "kind object_id created_at",
		kept: "id idea_id product_id member_id stage after_member told_at",
	},
	{
		table: "notifications", whose: byMember, given: "event_id part object_id direct seen", kept: "id member_id letter_id", goes: true,
	},

	{
		table: "letters", whose: byMember, given: "part object_id host outcome said created_at sent_at",
		kept: "id member_id token due_at sealed attempts", goes: true,
	},
	{table: "mail_hosts", kept: "host minute sent"},

	{table: "audit", whose: "actor_id = $1", given: "id at action object object_id detail", kept: "actor_id hash"},
	{table: "audit_head", kept: "one last_id hash"},
	{
		table: "answers",
		kept: "part object_id asked_week within_week asked_month within_month answered median_days " +
			"decided declined",
	},
	{table: "figures", kept: "key value"},
	{table: "imports", kept: "kind source key object_id digest"},
	{table: "settings", kept: "key value changed_at"},
	{table: "marks", kept: "name at", archived: "name <> '" + indexedMark + "'"},
	{table: "former_slugs", kept: "kind slug object_id"},
	{table: "synonyms", whose: byMember, given: "word other created_at", kept: "id word_key other_key member_id"},
	{table: "missed_searches", kept: "words times last_day"},
	// A job may name a member: those with an address are forgotten in Erase.
	{
		table: "jobs",
		kept:  "id lane kind unique_key payload run_at set_at attempts lease last_error dead_at created_at",
	},
	// Keys hold ids or hashes, and run out within days.
	{table: "limits", kept: "key used expires_at", rebuilt: true},
	{
		table: "search_docs", kept: "id kind thing_id idea_id title body title_sum body_sum version counted",
		rebuilt: true,
	},
	{table: "search_terms", kept: "term docs", rebuilt: true},
	{table: "search_words", kept: "word docs head tail length", rebuilt: true},
	{table: "search_totals", kept: "kind docs title body newest", rebuilt: true},
	{table: "search_index", kept: "rowid terms", rebuilt: true},
}

// emptied is what erasing sets in the rows of a member, as SET takes it; "" for nothing.
func emptied(columns string) string {
	sets := strings.Fields(columns)
	for i, column := range sets {
		name, value, given := strings.Cut(column, "=")
		if !given {
			value = "''"
		}
		sets[i] = name + " = " + value
	}
	return strings.Join(sets, ", ")
}
