-- What comes in, what goes out, what wakes us, and where conversations stand.
-- A case is named here by its number alone: mail has a life of its own, and
-- some of it (a card, a receipt) is swept away while the case stays.

-- Whoever works on a lane locks its row; no two workers are ever in one lane.
create table lanes (
  lane text primary key,
  not_before {time}
) {strict};

create table inbox (
  id {id},
  source text not null,
  event_key text not null,
  lane text not null references lanes (lane),
  kind text not null,
  said_at {time} not null,
  received_at {time} not null,
  -- As it came, and text even where it is JSON: it may hold what jsonb refuses.
  raw text not null,
  finished_at {time},
  outcome text,
  attempts {int} not null default 0,
  last_error text,
  parked_at {time},
  unique (source, event_key)
) {strict};
create index inbox_open on inbox (id) where finished_at is null and parked_at is null;
create index inbox_open_lane on inbox (lane, id) where finished_at is null and parked_at is null;
create index inbox_parked on inbox (id) where parked_at is not null and finished_at is null;

create table cards (
  id {id},
  account_id {int} not null references accounts (id),
  person_id {int} references people (id),
  case_id {int} not null,
  seq {int},
  subject text not null,
  wanted {json} not null,
  wanted_rev {int} not null,
  sent_rev {int} not null,
  provider_ref text,
  final {bool} not null,
  updated_at {time} not null,
  unique (account_id, subject)
) {strict};
create index cards_case on cards (case_id);
create index cards_person on cards (person_id);

create table outbox (
  id {id},
  account_id {int} not null references accounts (id),
  class text not null,
  -- The order of the classes.
  rank {int} not null,
  body {json} not null,
  card_id {int} references cards (id),
  case_id {int},
  seq {int},
  created_at {time} not null,
  due_at {time} not null,
  expires_at {time},
  lease_until {time},
  lease_holder text,
  attempts {int} not null default 0,
  last_error text,
  sent_at {time},
  provider_ref text,
  failed_at {time},
  failure text
) {strict};
create index outbox_open on outbox (rank, id) where sent_at is null and failed_at is null;
create index outbox_open_chat on outbox (account_id, rank, id) where sent_at is null and failed_at is null;
create index outbox_sent on outbox (account_id, provider_ref) where provider_ref is not null;
create index cards_sent on cards (account_id, provider_ref) where provider_ref is not null;

-- The id is the wake-up's generation: a timer set again after it fell has a new one.
create table timers (
  id {id},
  key text not null unique,
  lane text not null,
  due_at {time} not null
) {strict};
create index timers_due on timers (due_at, id);

create table drafts (
  id {id},
  person_id {int} not null references people (id),
  script text not null,
  case_id {int},
  seq {int},
  rev {int} not null,
  state {json} not null,
  touched_at {time} not null
) {strict};
create index drafts_person on drafts (person_id);

create table conversations (
  account_id {int} primary key references accounts (id),
  state {json} not null
) {strict};

create table attachments (
  id {id},
  account_id {int} not null references accounts (id),
  person_id {int} references people (id),
  case_id {int},
  seq {int},
  purpose text not null,
  channel text not null,
  file {json} not null,
  -- wanted, stored or lost
  state text not null,
  checksum text,
  path text,
  bytes {int},
  attempts {int} not null default 0,
  last_error text,
  due_at {time} not null,
  lease_until {time},
  lease_holder text,
  created_at {time} not null
) {strict};
create index attachments_wanted on attachments (due_at, id) where state = 'wanted';
create index attachments_case on attachments (case_id) where case_id is not null;

-- Every reminder of a clock: which rule and level, to whom, with which message.
create table reminders (
  id {id},
  case_id {int} not null,
  seq {int} not null,
  rule text not null,
  level {int} not null,
  person_id {int} not null references people (id),
  said_at {time} not null,
  outbox_id {int},
  sent_at {time}
) {strict};
create index reminders_case on reminders (case_id);
create index reminders_unsent on reminders (outbox_id) where outbox_id is not null and sent_at is null;

-- What happened, in order; never changed.
create table history (
  id {id},
  case_id {int} not null,
  at {time} not null,
  by_person {int} references people (id),
  seat text,
  event text not null,
  facts {json} not null
) {strict};
create index history_case on history (case_id, id);

-- The last number given out of each series.
create table counters (
  scope text primary key,
  last {int} not null
) {strict};

-- What a channel must remember: offset, cursor, token, pace.
create table channel_state (
  key text primary key,
  value {json} not null
) {strict};

-- Work that only one process may do at a time.
create table leases (
  name text primary key,
  holder text not null,
  until {time} not null
) {strict};
