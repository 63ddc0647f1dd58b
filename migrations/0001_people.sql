-- Who talks to us, where they live and what they may do.
-- One text for both databases: the words in braces are native types.

create table people (
  id {id},
  -- What the company's own lists call this person: a staff number, a telephone number.
  key text unique,
  name text not null,
  phone text,
  lang text not null,
  created_at {time} not null,
  forgotten_at {time}
) {strict};
create index people_phone on people (phone) where phone is not null;

-- A chat account. One person may have several; a stranger's has no person yet.
create table accounts (
  id {id},
  person_id {int} references people (id),
  channel text not null,
  address text not null,
  name text,
  lang text not null,
  last_heard_at {time},
  unreachable_since {time},
  unreachable_why text,
  -- Machine time: when the chat's sending allowance is whole again.
  pace {time},
  -- A chat has one message on its way: by which lease, and until when that counts.
  busy_by text,
  busy_until {time},
  unique (channel, address)
) {strict};
create index accounts_person on accounts (person_id) where person_id is not null;

create table estates (
  id {id},
  code text not null unique,
  name text not null
) {strict};

create table homes (
  id {id},
  estate_id {int} not null references estates (id),
  number text not null,
  -- Completion acceptance 竣工验收: the warranty periods begin here.
  accepted_on {date},
  unique (estate_id, number)
) {strict};

create table residents (
  id {id},
  person_id {int} not null references people (id),
  home_id {int} not null references homes (id),
  tie text not null,
  since {time} not null,
  until {time},
  unique (person_id, home_id)
) {strict};
create index residents_home on residents (home_id);

-- A seat: what somebody is, for which estate (null: all) and which unit (team, department).
create table staff_roles (
  id {id},
  person_id {int} not null references people (id),
  role text not null,
  estate_id {int} references estates (id),
  unit text,
  standing_deputy {bool} not null,
  since {time} not null,
  until {time}
) {strict};
create index staff_roles_person on staff_roles (person_id);
create index staff_roles_role on staff_roles (role);

create table leaves (
  id {id},
  person_id {int} not null references people (id),
  since {time} not null,
  until {time} not null
) {strict};
create index leaves_person on leaves (person_id);

-- The code itself is never stored.
create table invitations (
  id {id},
  code_hash text not null unique,
  person_id {int} not null references people (id),
  created_at {time} not null,
  expires_at {time} not null,
  used_at {time},
  used_by_account {int} references accounts (id)
) {strict};
create index invitations_person on invitations (person_id);

-- Wrong codes that an account has tried since `since`.
create table invitation_attempts (
  account_id {int} primary key references accounts (id),
  tries {int} not null,
  since {time} not null
) {strict};

-- Each public-holiday calendar ever loaded, so that an old deadline can be explained.
create table calendars (
  version {id},
  source text not null,
  loaded_at {time} not null
) {strict};
