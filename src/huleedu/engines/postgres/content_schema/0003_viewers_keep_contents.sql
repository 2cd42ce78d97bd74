-- who is signed in keeps contents and reads those whose address they know
do $$ begin
    execute format('grant select, insert on content to %I', current_user || '_web');
    execute format('grant select, insert, delete on piece to %I', current_user || '_web');
end $$;
