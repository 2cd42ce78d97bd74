-- which roster others were told of; null: the batch was registered before they were told
alter table batch add column roster text;
