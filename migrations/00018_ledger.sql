-- The ledger of all decisions. shown: anybody may see the idea, and the change is of
-- those that are public. answers: it is the first answer that an idea got and that
-- stands. space_id and product_id are the idea's; queue_id is whose work it was then.
ALTER TABLE decisions ADD COLUMN shown BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE decisions ADD COLUMN answers BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE decisions ADD COLUMN space_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE decisions ADD COLUMN product_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE decisions ADD COLUMN queue_id BIGINT NOT NULL DEFAULT 0;

UPDATE decisions SET
    space_id = (SELECT c.space_id FROM idea_counts c WHERE c.idea_id = decisions.idea_id),
    product_id = (SELECT c.product_id FROM idea_counts c WHERE c.idea_id = decisions.idea_id),
    queue_id = (SELECT c.queue_id FROM idea_counts c WHERE c.idea_id = decisions.idea_id),
    shown = NOT (from_status = 'new' AND to_status = 'under_review')
        AND (SELECT c.listed FROM idea_counts c WHERE c.idea_id = decisions.idea_id),
    answers = id = COALESCE((SELECT MIN(f.id) FROM decisions f WHERE f.idea_id = decisions.idea_id AND f.undone_at = 0
        AND f.to_status IN ('accepted', 'in_progress', 'shipped', 'partly_shipped', 'declined', 'already_offered')), 0);

CREATE INDEX ledger_of_all ON decisions (id) WHERE shown AND undone_at = 0;
CREATE INDEX ledger_in_space ON decisions (space_id, id) WHERE shown AND undone_at = 0;
CREATE INDEX ledger_of_product ON decisions (product_id, id) WHERE shown AND undone_at = 0 AND product_id > 0;
CREATE INDEX ledger_of_queue ON decisions (queue_id, id) WHERE shown AND undone_at = 0 AND queue_id > 0;
CREATE INDEX ledger_of_member ON decisions (member_id, id) WHERE shown AND undone_at = 0;
CREATE INDEX ledger_by_outcome ON decisions (to_status, id) WHERE shown AND undone_at = 0;

-- How well ideas were answered in the year before the last count: of everything
-- (object 0), of a space, a product, a team or a person.
CREATE TABLE answers (
    part         TEXT   NOT NULL,
    object_id    BIGINT NOT NULL,
    asked_week   BIGINT NOT NULL,
    within_week  BIGINT NOT NULL,
    asked_month  BIGINT NOT NULL,
    within_month BIGINT NOT NULL,
    answered     BIGINT NOT NULL,
    median_days  BIGINT NOT NULL,
    decided      BIGINT NOT NULL,
    declined     BIGINT NOT NULL,
    PRIMARY KEY (part, object_id)
);
