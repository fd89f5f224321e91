-- From where to where do people move?
SELECT origin, destination, period, stream, persons AS moved_persons
FROM nepal_migration_flows_2021
