from valkey import exceptions as exceptions
