-- Why did people born in another district come here?
SELECT
    place,
    period,
    sex,
    age_group,
    reason,
    persons,
    sum(persons) OVER (PARTITION BY place, period, sex, age_group)::BIGINT AS persons_all_reasons
FROM nepal_in_migrants_2011_by_reason
