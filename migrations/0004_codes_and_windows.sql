-- What WeCom needs to know of what was sent: a card is changed with a code that
-- works once and for three days; a customer on WeChat gets five messages within
-- two days of his own last one.

alter table cards add column code text;
alter table cards add column code_until {time};

create table windows (
  account_id {int} primary key references accounts (id),
  -- The provider's time of the person's last message; calendar time.
  opened_at {time} not null,
  -- Messages sent since.
  sent {int} not null
) {strict};
