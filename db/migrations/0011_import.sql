-- An import sorts what does not come in the order of time, and passes over what is there already, by way of a
-- temporary table of the Web process.
do $$
begin
  execute format('grant temporary on database %I to powermeter_web', current_database());
end $$;
