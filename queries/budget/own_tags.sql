-- What do municipalities themselves call green, resilient or inclusive, and does the programme agree?
SELECT
    place,
    period,
    CAST(sum(plan_thousand) AS BIGINT) AS plan_thousand,
    CAST(sum(CASE WHEN own_tag = 'green' THEN plan_thousand ELSE 0 END) AS BIGINT) AS own_green_thousand,
    CAST(sum(CASE WHEN own_tag = 'resilient' THEN plan_thousand ELSE 0 END) AS BIGINT) AS own_resilient_thousand,
    CAST(sum(CASE WHEN own_tag = 'inclusive' THEN plan_thousand ELSE 0 END) AS BIGINT) AS own_inclusive_thousand,
    CAST(sum(CASE WHEN tagged AND own_tag <> 'none' THEN plan_thousand ELSE 0 END) AS BIGINT) AS tagged_by_both_thousand,
    -- they agree where the programme gives no other pillar a larger weight
    CAST(sum(CASE
        WHEN own_tag = 'green' AND green_weight >= greatest(resilient_weight, inclusive_weight) THEN plan_thousand
        WHEN own_tag = 'resilient' AND resilient_weight >= greatest(green_weight, inclusive_weight) THEN plan_thousand
        WHEN own_tag = 'inclusive' AND inclusive_weight >= greatest(green_weight, resilient_weight) THEN plan_thousand
        ELSE 0
    END) AS BIGINT) AS agreed_thousand
FROM grid_budget_lines
GROUP BY place, period
HAVING count(own_tag) > 0  -- who tags nothing has no opinion, which is not an opinion of zero
