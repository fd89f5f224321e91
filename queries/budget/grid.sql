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
    coalesce(sum(plan_thousand) FILTER (WHERE NOT tagged), 0)::BIGINT AS untagged_thousand
FROM grid_budget_lines
GROUP BY place, period, function
