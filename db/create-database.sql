-- Makes the roles and the empty database. Run once by a superuser through psql, with the variables
-- database, owner_password, receiver_password, processor_password and web_password set.
-- Running it again sets the passwords anew and leaves the data alone. The schema comes from db/migrations.

select format('create role %I login', r) as make
from unnest(array['powermeter_owner', 'powermeter_receiver', 'powermeter_processor', 'powermeter_web']) as r
where not exists (select from pg_roles where rolname = r)
\gexec

alter role powermeter_owner     password :'owner_password';
alter role powermeter_receiver  password :'receiver_password';
alter role powermeter_processor password :'processor_password';
alter role powermeter_web       password :'web_password';

select format('create database %I owner powermeter_owner encoding ''UTF8'' template template0', :'database') as make
where not exists (select from pg_database where datname = :'database')
\gexec

-- Nobody but our four roles gets in. The Receiver needs temporary tables (the COPY staging step); a migration gives
-- them to Web too.
select format('revoke all on database %I from public', :'database') \gexec
select format('grant connect on database %I to powermeter_receiver, powermeter_processor, powermeter_web', :'database') \gexec
select format('grant temporary on database %I to powermeter_receiver', :'database') \gexec
