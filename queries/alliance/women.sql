-- What share of the people at events were women?
SELECT
    place,
    CAST(year(date) AS VARCHAR) AS period,
    sum(persons)::BIGINT AS persons,
    sum(women)::BIGINT AS women
FROM alliance_participation
GROUP BY ALL
