-- Who lives here?
SELECT place, period, sex, sum(persons)::BIGINT AS persons, sum(persons)::BIGINT AS female
FROM nepal_in_migrants_2011_by_reason
GROUP BY place, period, sex
