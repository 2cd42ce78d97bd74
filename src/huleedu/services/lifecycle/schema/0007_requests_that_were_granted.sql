-- what tells a request for more slots that is repeated from a second one
alter table granted rename column wish to request;
