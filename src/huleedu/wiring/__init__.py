"""Put the program together by hand, everything visible: settings, modules, engines, services."""
