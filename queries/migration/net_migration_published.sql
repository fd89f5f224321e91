-- Which districts lost people by moving, at which ages?
SELECT place, period, age_group, net_migration_rate AS net_migration_rate_published
FROM bangladesh_net_migration_2001_2011
