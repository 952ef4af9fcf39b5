-- Views of the research database; the same SQL for SQLite and PostgreSQL.
-- A figure that the documents of a body give in several ways is left out (NULL) and counted in `conflicts`.
CREATE VIEW budget_execution AS
SELECT
  body_id, year, category, code, breakdown, fund, scope,
  CASE WHEN approved_values = 1 THEN approved END AS approved,
  CASE WHEN adjusted_values = 1 THEN adjusted END AS adjusted,
  CASE WHEN executed_values = 1 THEN executed END AS executed,
  CASE WHEN approved_values = 1 AND executed_values = 1 THEN executed - approved END AS deviation,
  CASE WHEN approved_values = 1 AND executed_values = 1 AND approved <> 0
       THEN ROUND(100.0 * (executed - approved) / approved, 2) END AS deviation_percent,
  (CASE WHEN approved_values > 1 THEN 1 ELSE 0 END) + (CASE WHEN adjusted_values > 1 THEN 1 ELSE 0 END)
    + (CASE WHEN executed_values > 1 THEN 1 ELSE 0 END) AS conflicts,
  facts
FROM (
  SELECT
    d.body_id, f.year, f.category, f.code, f.breakdown, f.fund, f.scope,
    MAX(CASE WHEN f.phase = 'approved' THEN f.value END) AS approved,
    MAX(CASE WHEN f.phase = 'adjusted' THEN f.value END) AS adjusted,
    MAX(CASE WHEN f.phase = 'executed' THEN f.value END) AS executed,
    COUNT(DISTINCT CASE WHEN f.phase = 'approved' THEN f.value END) AS approved_values,
    COUNT(DISTINCT CASE WHEN f.phase = 'adjusted' THEN f.value END) AS adjusted_values,
    COUNT(DISTINCT CASE WHEN f.phase = 'executed' THEN f.value END) AS executed_values,
    COUNT(*) AS facts
  FROM facts f JOIN documents d ON d.document_id = f.document_id
  WHERE f.kind = 'money' AND f.measure = 'level' AND f.category IS NOT NULL AND f.year IS NOT NULL
  GROUP BY d.body_id, f.year, f.category, f.code, f.breakdown, f.fund, f.scope
) AS gathered;

-- The “三公” items of each body, year and phase, one row each.
CREATE VIEW sangong_panel AS
SELECT
  body_id, year, phase,
  CASE WHEN COUNT(DISTINCT CASE WHEN item = 'total' THEN value END) = 1 THEN MAX(CASE WHEN item = 'total' THEN value END) END AS total,
  CASE WHEN COUNT(DISTINCT CASE WHEN item = 'abroad' THEN value END) = 1 THEN MAX(CASE WHEN item = 'abroad' THEN value END) END AS abroad,
  CASE WHEN COUNT(DISTINCT CASE WHEN item = 'vehicles' THEN value END) = 1 THEN MAX(CASE WHEN item = 'vehicles' THEN value END) END AS vehicles,
  CASE WHEN COUNT(DISTINCT CASE WHEN item = 'purchase' THEN value END) = 1 THEN MAX(CASE WHEN item = 'purchase' THEN value END) END AS vehicle_purchase,
  CASE WHEN COUNT(DISTINCT CASE WHEN item = 'running' THEN value END) = 1 THEN MAX(CASE WHEN item = 'running' THEN value END) END AS vehicle_running,
  CASE WHEN COUNT(DISTINCT CASE WHEN item = 'reception' THEN value END) = 1 THEN MAX(CASE WHEN item = 'reception' THEN value END) END AS reception,
  COUNT(*) AS facts
FROM (
  SELECT d.body_id, f.year, f.phase, f.value,
    CASE f.category
      WHEN '“三公”经费' THEN 'total' WHEN '因公出国（境）费' THEN 'abroad' WHEN '公务用车购置及运行维护费' THEN 'vehicles'
      WHEN '公务用车购置费' THEN 'purchase' WHEN '公务用车运行维护费' THEN 'running' WHEN '公务接待费' THEN 'reception' END AS item
  FROM facts f JOIN documents d ON d.document_id = f.document_id
  WHERE f.kind = 'money' AND f.measure = 'level' AND f.phase IS NOT NULL AND f.year IS NOT NULL
) AS items
WHERE item IS NOT NULL
GROUP BY body_id, year, phase;

-- What documents say against themselves.
CREATE VIEW contradictions AS
SELECT d.body, d.body_id, d.year, d.type, d.source, c.document_id, c.check_id, c.identity, c.expected, c.found, c.difference,
       c.message, c.message_en, c.suggestion, c.fact_ids
FROM checks c JOIN documents d ON d.document_id = c.document_id
WHERE c.result = 'fail';

-- Which bodies disclosed what in which year: how unbalanced a panel would be.
CREATE VIEW coverage AS
SELECT
  d.body_id, MAX(b.name) AS body, MAX(b.region_code) AS region_code, MAX(b.government) AS government, MAX(b.extent) AS extent, d.year,
  COUNT(*) AS documents,
  SUM(CASE WHEN d.type LIKE '%预算%' AND d.type NOT LIKE '%执行%' THEN 1 ELSE 0 END) AS budgets,
  SUM(CASE WHEN d.type LIKE '%决算%' THEN 1 ELSE 0 END) AS final_accounts,
  SUM(d.facts) AS facts, SUM(d.unlinked) AS unlinked, SUM(d.contradictions) AS contradictions, SUM(d.problems) AS problems,
  SUM((SELECT COUNT(*) FROM presences p WHERE p.document_id = d.document_id AND p.state = 'missing')) AS parts_missing
FROM documents d LEFT JOIN bodies b ON b.body_id = d.body_id
GROUP BY d.body_id, d.year;
