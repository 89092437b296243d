-- What one can choose: a provider may have an offer, the prices that it asks of a new customer. A contract copies them
-- when it is made, so that a newer list of offers never changes what somebody pays.

-- The one rule for off-peak hours, of contracts and of offers.
create domain off_peak_hours as text check (value ~* (
    '^( *((mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?( *, *(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?)* +)?'
    || '([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00) *(;|$))* *$'));
comment on domain off_peak_hours is 'Off-peak hours in local time, such as "22:30-06:30" or "mon-fri 22:00-06:00; sat,sun 00:00-24:00".';

alter table contracts
  drop constraint contracts_off_peak_check,
  alter column off_peak type off_peak_hours;

alter table providers
  add column day_price_per_kwh         numeric(12, 6) check (day_price_per_kwh between -100 and 100),
  add column night_price_per_kwh       numeric(12, 6) check (night_price_per_kwh between -100 and 100),
  add column standing_charge_per_month numeric(12, 4) check (standing_charge_per_month between 0 and 100000),
  add column off_peak                  off_peak_hours,
  add column prices_include_vat        boolean,
  add column vat_percent               numeric(5, 2) check (vat_percent between 0 and 100),
  add column offered_on                date check (offered_on >= '2000-01-01' and offered_on < '2100-01-01'),
  add column source                    text check (length(source) between 1 and 256),
  -- An offer is whole or not there; a list need not say of which day its prices are, nor where they stand.
  add constraint providers_offer_is_whole check (
    num_nonnulls(day_price_per_kwh, night_price_per_kwh, standing_charge_per_month, off_peak, prices_include_vat, vat_percent) in (0, 6)
    and (day_price_per_kwh is not null or num_nonnulls(offered_on, source) = 0));
comment on column providers.day_price_per_kwh is 'The offer: null, as the next five, when nobody can choose it any more, or when it was never on a list.';
comment on column providers.offered_on is 'The day of which the offer''s prices are; null when its list did not say.';
