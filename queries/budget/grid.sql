-- How much of the budget is tagged Green, Resilient, Inclusive, and how much of it is spent?
SELECT
    place,
    period,
    function,
    sum(plan_thousand)::BIGINT AS plan_thousand,
    sum(outturn_thousand)::BIGINT AS outturn_thousand,
    (sum(plan_thousand) FILTER (WHERE outturn_thousand IS NOT NULL))::BIGINT AS plan_with_outturn_thousand,
    -- a line without a tag has no weight and so adds nothing to a pillar: it is shown as untagged
    coalesce(sum(plan_thousand * green_weight), 0) AS green_thousand,
    coalesce(sum(plan_thousand * resilient_weight), 0) AS resilient_thousand,
    coalesce(sum(plan_thousand * inclusive_weight), 0) AS inclusive_thousand,
    -- under other weights: only lines that serve the pillar by half or more count (low), or count in full (high)
    coalesce(sum(CASE WHEN green_weight >= 0.5 THEN plan_thousand * green_weight ELSE 0 END), 0) AS green_low_thousand,
    coalesce(sum(plan_thousand * CASE WHEN green_weight >= 0.5 THEN 1 ELSE green_weight END), 0) AS green_high_thousand,
    coalesce(sum(CASE WHEN resilient_weight >= 0.5 THEN plan_thousand * resilient_weight ELSE 0 END), 0) AS resilient_low_thousand,
    coalesce(sum(plan_thousand * CASE WHEN resilient_weight >= 0.5 THEN 1 ELSE resilient_weight END), 0) AS resilient_high_thousand,
    coalesce(sum(CASE WHEN inclusive_weight >= 0.5 THEN plan_thousand * inclusive_weight ELSE 0 END), 0) AS inclusive_low_thousand,
    coalesce(sum(plan_thousand * CASE WHEN inclusive_weight >= 0.5 THEN 1 ELSE inclusive_weight END), 0) AS inclusive_high_thousand,
    coalesce(sum(plan_thousand) FILTER (WHERE NOT tagged), 0)::BIGINT AS untagged_thousand
FROM grid_budget_lines
GROUP BY place, period, function
