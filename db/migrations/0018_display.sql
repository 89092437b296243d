-- What one sets of the small display from the settings page; where nothing is set, the Processor's configuration file holds.

alter table settings
  add constraint settings_display_language check (key <> 'display_language' or value in ('en', 'fr')),
  add constraint settings_display_rotation check (key <> 'display_rotation' or value in ('0', '90', '180', '270')),
  add constraint settings_display_sensors  check (key <> 'display_sensors' or value ~ '^[1-9][0-9]{0,8}(,[1-9][0-9]{0,8}){0,99}$');
comment on table settings is
  'Site-wide settings: time_zone (IANA name), currency (ISO 4217), site_name; of the small display, where they are set: display_language (en, fr), display_rotation (degrees), display_sensors (ids with commas).';
