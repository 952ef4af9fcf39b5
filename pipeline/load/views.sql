-- Views of the research database; the same SQL for SQLite and PostgreSQL, but for FEN(x): x in whole fen, as an exact
-- integer. A body that is not known has its documents apart (`document_id`), so that no two bodies share a row.

-- Money with the body that speaks and the weight of the last written digit (`step`): 12.50万元 → 100 yuan.
CREATE VIEW amounts AS
SELECT
  d.body_id, CASE WHEN d.body_id IS NULL THEN d.document_id END AS unknown_id, f.document_id, f.fact_id, d.type,
  d.year AS document_year, f.year, f.measure, f.phase, f.base_phase, f.base_year, f.category, f.code, f.breakdown, f.fund, f.scope,
  f.source, f."table", f.column_label, f.outcome, f.value, FEN(f.value) AS fen,
  CASE f.unit WHEN '亿元' THEN 100000000 WHEN '百万元' THEN 1000000 WHEN '万元' THEN 10000 WHEN '千元' THEN 1000 ELSE 1 END
    / CASE WHEN RTRIM(RTRIM(f.text, ' 亿百千万元'), '0123456789') NOT LIKE '%.' THEN 1.0
      ELSE CASE LENGTH(RTRIM(f.text, ' 亿百千万元')) - LENGTH(RTRIM(RTRIM(f.text, ' 亿百千万元'), '0123456789'))
        WHEN 1 THEN 10.0 WHEN 2 THEN 100.0 WHEN 3 THEN 1000.0 WHEN 4 THEN 10000.0 WHEN 5 THEN 100000.0 ELSE 1000000.0 END END AS step
FROM facts f JOIN documents d ON d.document_id = f.document_id
WHERE f.kind = 'money';

-- One row a body, year, phase and category: the most precise of the figures that the documents print for it. They agree
-- when they differ by less than the half steps as written; `value` is NULL where they do not.
CREATE VIEW figures AS
SELECT
  body_id, unknown_id AS document_id, year, phase, category, code, breakdown, fund, scope,
  CASE WHEN MAX(value) - MIN(value) < (MAX(step) + MIN(step)) / 2 THEN MAX(CASE WHEN step = finest THEN value END) END AS value,
  MIN(value) AS lowest, MAX(value) AS highest, COUNT(*) AS facts
FROM (
  SELECT a.*, MIN(step) OVER (PARTITION BY body_id, unknown_id, year, phase, category, code, breakdown, fund, scope) AS finest
  FROM amounts a
  WHERE measure = 'level' AND phase IS NOT NULL AND category IS NOT NULL AND year IS NOT NULL
) AS graded
GROUP BY body_id, unknown_id, year, phase, category, code, breakdown, fund, scope;

-- What was approved, adjusted and executed, side by side; `conflicts` counts the phases whose figures disagree.
CREATE VIEW budget_execution AS
SELECT
  body_id, document_id, year, category, code, breakdown, fund, scope, approved, adjusted, executed,
  COALESCE((FEN(executed) - FEN(approved)) / 100.0, executed - approved) AS deviation,
  CASE WHEN approved <> 0 THEN ROUND(100.0 * (executed - approved) / approved, 2) END AS deviation_percent, conflicts, facts
FROM (
  SELECT
    body_id, document_id, year, category, code, breakdown, fund, scope,
    MAX(CASE WHEN phase = 'approved' THEN value END) AS approved,
    MAX(CASE WHEN phase = 'adjusted' THEN value END) AS adjusted,
    MAX(CASE WHEN phase = 'executed' THEN value END) AS executed,
    SUM(CASE WHEN value IS NULL THEN 1 ELSE 0 END) AS conflicts, SUM(facts) AS facts
  FROM figures
  GROUP BY body_id, document_id, year, category, code, breakdown, fund, scope
) AS gathered;

-- The “三公” items side by side. Tables by economic class print the same names for the part that basic expenditure
-- pays: only tables of “三公” count, and running text. `fund` is NULL for 一般公共预算, 财政拨款 and where none is said.
CREATE VIEW sangong_panel AS
SELECT
  body_id, document_id, year, phase, fund, scope,
  MAX(CASE WHEN item = 'total' THEN value END) AS total, MAX(CASE WHEN item = 'abroad' THEN value END) AS abroad,
  MAX(CASE WHEN item = 'vehicles' THEN value END) AS vehicles,
  MAX(CASE WHEN item = 'purchase' THEN value END) AS vehicle_purchase, MAX(CASE WHEN item = 'running' THEN value END) AS vehicle_running,
  MAX(CASE WHEN item = 'reception' THEN value END) AS reception,
  SUM(CASE WHEN value IS NULL THEN 1 ELSE 0 END) AS conflicts, SUM(facts) AS facts
FROM (
  SELECT
    body_id, unknown_id AS document_id, year, phase, fund, scope, item, COUNT(*) AS facts,
    CASE WHEN MAX(value) - MIN(value) < (MAX(step) + MIN(step)) / 2 THEN MAX(CASE WHEN step = finest THEN value END) END AS value
  FROM (
    SELECT i.*, MIN(step) OVER (PARTITION BY body_id, unknown_id, year, phase, fund, scope, item) AS finest
    FROM (
      SELECT
        body_id, unknown_id, year, phase, scope, value, step, CASE WHEN fund LIKE '%基金%' OR fund LIKE '%国有资本%' THEN fund END AS fund,
        CASE category
          WHEN '“三公”经费' THEN 'total' WHEN '因公出国（境）费' THEN 'abroad' WHEN '公务用车购置及运行维护费' THEN 'vehicles'
          WHEN '公务用车购置费' THEN 'purchase' WHEN '公务用车运行维护费' THEN 'running' WHEN '公务接待费' THEN 'reception' END AS item
      FROM amounts
      WHERE measure = 'level' AND phase IS NOT NULL AND year IS NOT NULL AND breakdown IS NULL
        AND (source = 'text' OR "table" LIKE '%三公%' OR column_label LIKE '%三公%')
    ) AS i
    WHERE item IS NOT NULL
  ) AS graded
  GROUP BY body_id, unknown_id, year, phase, fund, scope, item
) AS items
GROUP BY body_id, document_id, year, phase, fund, scope;

-- What documents say against themselves.
CREATE VIEW contradictions AS
SELECT d.body, d.body_id, d.year, d.type, d.source, c.document_id, c.check_id, c.identity, c.expected, c.found, c.difference,
       c.message, c.message_en, c.suggestion, c.fact_ids
FROM checks c JOIN documents d ON d.document_id = c.document_id
WHERE c.result = 'fail';

-- What each document says of a body that has others, one figure a key; those it contradicts itself about are left out.
CREATE VIEW statements AS
SELECT
  body_id, document_id, type, document_year, year, phase, category, other, MIN(fact_id) AS fact_id,
  MAX(CASE WHEN step = finest THEN value END) AS value, MIN(step) AS step
FROM (
  SELECT
    a.*, COALESCE(code, '') || '|' || COALESCE(breakdown, '') || '|' || COALESCE(fund, '') || '|' || COALESCE(scope, '') AS other,
    MIN(step) OVER (PARTITION BY document_id, year, phase, category, code, breakdown, fund, scope) AS finest
  FROM amounts a
  WHERE body_id IN (SELECT body_id FROM documents GROUP BY body_id HAVING COUNT(*) > 1) AND measure = 'level' AND phase IS NOT NULL AND category IS NOT NULL AND outcome <> 'contradicted'
) AS graded
GROUP BY body_id, document_id, type, document_year, year, phase, category, other
HAVING MAX(value) - MIN(value) < (MAX(step) + MIN(step)) / 2;

-- Identities between two documents of a body (patterns/identities.toml, scope `years`): `here` speaks of what `there` prints.
-- Corrections of errors and reorganisations excuse a difference: a fail is to be read, not counted. Each side of a join is
-- materialised by itself: SQLite would otherwise try all statements for each (on 116 documents 2.5 s instead of 0.9).
CREATE VIEW year_checks AS
WITH said AS MATERIALIZED (
  SELECT
    s.*, category || '|' || other AS key,
    CASE WHEN document_year <> year THEN NULL WHEN phase = 'approved' AND type LIKE '%决算%' THEN 'repeats'
      WHEN phase = 'approved' AND type LIKE '%预算%' AND type NOT LIKE '%执行%' THEN 'publishes' ELSE 'own' END AS role
  FROM statements s
), opened AS MATERIALIZED (
  SELECT * FROM said WHERE phase = 'executed' AND category = '年初结转和结余'
), closed AS MATERIALIZED (
  SELECT * FROM said WHERE phase = 'executed' AND category = '年末结转和结余'
), changes AS MATERIALIZED (
  SELECT a.*, COALESCE(code, '') || '|' || COALESCE(breakdown, '') || '|' || COALESCE(fund, '') || '|' || COALESCE(scope, '') AS other
  FROM amounts a
  WHERE measure = 'change' AND base_phase = phase AND base_year = year - 1 AND outcome <> 'contradicted'
)
SELECT
  identity, CASE WHEN difference = 0 THEN 'pass' WHEN ABS(difference) <= tolerance THEN 'rounding' ELSE 'fail' END AS result,
  c.body_id, b.name AS body, c.year, c.phase, c.category, expected, found, difference, tolerance,
  here_id, here_fact, h.quote AS here_quote, there_id, there_fact, t.quote AS there_quote
FROM (
  SELECT p.*, COALESCE((FEN(found) - FEN(expected)) / 100.0, found - expected) AS difference
  FROM (
    SELECT 'carry-over' AS identity, t.body_id, t.year, t.phase, t.category, h.value AS expected, t.value AS found,
           (h.step + t.step) / 2 AS tolerance, h.document_id AS here_id, h.fact_id AS here_fact, t.document_id AS there_id, t.fact_id AS there_fact
    FROM opened h JOIN closed t ON t.body_id = h.body_id AND t.other = h.other AND t.year = h.year - 1 AND t.document_id <> h.document_id
    UNION ALL
    SELECT 'budget-repeated', t.body_id, t.year, t.phase, t.category, h.value, t.value, (h.step + t.step) / 2,
           h.document_id, h.fact_id, t.document_id, t.fact_id
    FROM said h JOIN said t ON t.body_id = h.body_id AND t.key = h.key AND t.year = h.year
    WHERE h.role = 'repeats' AND t.role = 'publishes'
    UNION ALL
    SELECT 'year-before', t.body_id, t.year, t.phase, t.category, h.value - c.value, t.value, (h.step + c.step + t.step) / 2,
           h.document_id, c.fact_id, t.document_id, t.fact_id
    FROM changes c
    JOIN said h ON h.document_id = c.document_id AND h.category = c.category AND h.year = c.year AND h.phase = c.phase AND h.other = c.other
    JOIN said t ON t.body_id = h.body_id AND t.key = h.key AND t.phase = h.phase AND t.year = h.year - 1
      AND t.document_id <> h.document_id AND t.role IS NOT NULL
  ) AS p
) AS c
JOIN bodies b ON b.body_id = c.body_id
JOIN facts h ON h.document_id = c.here_id AND h.fact_id = c.here_fact
JOIN facts t ON t.document_id = c.there_id AND t.fact_id = c.there_fact;

-- Which bodies disclosed what in which year: how unbalanced a panel would be. NULL: the documents whose body is not known.
CREATE VIEW coverage AS
SELECT
  d.body_id, MAX(b.name) AS body, MAX(b.region_code) AS region_code, MAX(b.government) AS government, MAX(b.extent) AS extent, d.year,
  COUNT(*) AS documents,
  SUM(CASE WHEN d.type LIKE '%预算%' AND d.type NOT LIKE '%执行%' THEN 1 ELSE 0 END) AS budgets,
  SUM(CASE WHEN d.type LIKE '%执行%' THEN 1 ELSE 0 END) AS execution_reports,
  SUM(CASE WHEN d.type LIKE '%决算%' THEN 1 ELSE 0 END) AS final_accounts,
  SUM(d.facts) AS facts, SUM(d.unlinked) AS unlinked, SUM(d.contradictions) AS contradictions, SUM(d.problems) AS problems,
  SUM((SELECT COUNT(*) FROM presences p WHERE p.document_id = d.document_id AND p.state = 'missing')) AS parts_missing
FROM documents d LEFT JOIN bodies b ON b.body_id = d.body_id
GROUP BY d.body_id, d.year;
