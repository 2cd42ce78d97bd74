-- who is signed in may say something, and not read what others say; ids are read to say nothing twice
do $$ begin
    execute format('grant insert, select (id) on outbox to %I', current_user || '_web');
end $$;
