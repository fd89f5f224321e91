-- Of the towns that were members, invited or free to come, how many came, and came again?
SELECT
    place,
    CAST(year(date) AS VARCHAR) AS period,
    event_kind,
    mode,
    sum(member)::BIGINT AS member,
    sum(invited)::BIGINT AS invited,
    sum(eligible)::BIGINT AS eligible,
    sum(came)::BIGINT AS came,
    sum(came_again)::BIGINT AS came_again,
    sum(came * member)::BIGINT AS came_members,
    sum(came * invited)::BIGINT AS came_invited,
    sum(came * eligible)::BIGINT AS came_eligible
FROM alliance_invitations
GROUP BY ALL
