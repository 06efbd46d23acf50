-- A tag counts the ideas that lists show: it told of removed and private ones.
UPDATE tags SET ideas = (SELECT COUNT(*) FROM idea_tags i JOIN idea_counts c ON c.idea_id = i.idea_id
    WHERE i.tag_id = tags.id AND c.listed AND c.status <> 'archived' AND c.status <> 'merged');
