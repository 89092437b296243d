-- Each process may do what its work needs, and no more. None of them may change the schema.

revoke all on schema public from public;
grant usage on schema public to powermeter_receiver, powermeter_processor, powermeter_web;
revoke execute on all functions in schema public from public;

grant select on schema_version to powermeter_receiver, powermeter_processor, powermeter_web;
grant select on settings, measure_types, sensors, providers, contracts
  to powermeter_receiver, powermeter_processor, powermeter_web;
grant select, insert, update, delete on process_heartbeats
  to powermeter_receiver, powermeter_processor, powermeter_web;
grant execute on function ensure_measure_partitions(timestamptz, timestamptz)
  to powermeter_receiver, powermeter_processor, powermeter_web;

-- Receiver: adds measures, tells how its sensors are.
grant insert on measures to powermeter_receiver;
grant usage on sequence measures_id_seq to powermeter_receiver, powermeter_web;
grant select, insert, update, delete on sensor_status to powermeter_receiver;

-- Processor: reads measures, owns the roll-ups, re-tags.
grant select on measures, sensor_status to powermeter_processor;
grant update (night_rate) on measures to powermeter_processor;
grant select, insert, update, delete on energy_minutes, energy_quarters, energy_hours to powermeter_processor;
grant select, insert, delete on pending_energy to powermeter_processor;

-- Web: reads everything, keeps the configuration, corrects measures when its user says so.
grant select on measures, energy_minutes, energy_quarters, energy_hours, pending_energy, sensor_status, users
  to powermeter_web;
grant insert, delete on measures to powermeter_web;
grant update (watts, volts, battery, night_rate) on measures to powermeter_web;
grant insert, update, delete on settings, users, sensors, providers, contracts, measure_types to powermeter_web;
