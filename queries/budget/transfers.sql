-- What did the federal government transfer to each palika?
SELECT
    place,
    period,
    "grant" AS grant_kind,
    sum(amount_npr_thousand)::BIGINT AS amount_thousand,
    bool_and(match_certain) AS certain
FROM nepal_transfers_2074_75
GROUP BY place, period, grant_kind
