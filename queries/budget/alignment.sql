-- Do the priorities of the policy reach the programme and the budget, and where does the chain break?
-- A priority is lost at the first document that leaves it out, whatever the ones after it do.
SELECT
    place,
    period,
    sector,
    CASE WHEN in_policy THEN 1 ELSE 0 END AS priorities,
    CASE WHEN in_policy AND in_programme AND in_budget THEN 1 ELSE 0 END AS in_all_three,
    CASE WHEN in_policy AND NOT in_programme THEN 1 ELSE 0 END AS lost_at_programme,
    CASE WHEN in_policy AND in_programme AND NOT in_budget THEN 1 ELSE 0 END AS lost_at_budget,
    CASE WHEN in_budget THEN 1 ELSE 0 END AS budgeted,
    CASE WHEN in_budget AND NOT in_policy THEN 1 ELSE 0 END AS budgeted_without_policy
FROM municipal_priorities
