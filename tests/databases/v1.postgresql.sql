CREATE TABLE IF NOT EXISTS "documents" ("document_id" text, "source" text, "media_type" text, "title" text, "body" text, "region" text, "region_code" text, "year" integer, "type" text, "pages" integer, "characters" integer, "tables" integer, "facts" integer, "unlinked" integer, "contradictions" integer, "problems" integer, "manifest" jsonb, "body_id" text);
CREATE TABLE IF NOT EXISTS "sections" ("document_id" text, "section_id" integer, "parent_id" integer, "level" integer, "number" text, "title" text, "canonical" text, "kind" text, "path" text, "char_start" integer, "char_end" integer, "page" integer, "flags" text[]);
CREATE TABLE IF NOT EXISTS "facts" ("document_id" text, "fact_id" integer, "source" text, "text" text, "kind" text, "value" numeric, "unit" text, "category" text, "code" text, "breakdown" text, "measure" text, "phase" text, "year" integer, "base_phase" text, "base_year" integer, "whole" text, "fund" text, "scope" text, "flags" text[], "quote" text, "reason" text, "section_id" integer, "section_path" text, "table" text, "row_code" text, "row_label" text, "column_label" text, "page" integer, "bbox" real[], "char_start" integer, "char_end" integer, "method" text, "outcome" text, "rule" text);
CREATE TABLE IF NOT EXISTS "checks" ("document_id" text, "check_id" integer, "identity" text, "result" text, "expected" numeric, "found" numeric, "difference" numeric, "tolerance" numeric, "fact_ids" integer[], "message" text, "message_en" text, "suggestion" text);
CREATE TABLE IF NOT EXISTS "presences" ("document_id" text, "item" text, "state" text, "page" integer, "char_start" integer, "char_end" integer, "note" text);
CREATE TABLE IF NOT EXISTS "unlinked" ("document_id" text, "text" text, "quote" text, "why" text, "page" integer, "char_start" integer, "char_end" integer);
CREATE TABLE IF NOT EXISTS "problems" ("document_id" text, "source" text, "kind" text, "stage" text, "page" integer, "char_start" integer, "message" text);
CREATE TABLE IF NOT EXISTS "loads" ("document_id" text, "digest" text, "fingerprint" text);
CREATE TABLE IF NOT EXISTS "bodies" ("body_id" text, "name" text, "region_code" text, "government" text, "extent" text);
CREATE TABLE IF NOT EXISTS "body_names" ("body_id" text, "name" text, "first_year" integer, "last_year" integer);
CREATE TABLE IF NOT EXISTS "functional_codes" ("code" text, "name" text, "level" text, "budget" text, "valid_from" integer, "valid_to" integer);
CREATE TABLE IF NOT EXISTS "economic_codes" ("code" text, "name" text, "level" text, "scheme" text, "valid_from" integer, "valid_to" integer);
CREATE TABLE IF NOT EXISTS "revenue_codes" ("code" text, "name" text, "level" text);
CREATE TABLE IF NOT EXISTS "indicators" ("id" text, "name" text, "english" text, "value_type" text, "part_of" text);
CREATE TABLE IF NOT EXISTS "regions" ("code" text, "name" text, "level" text, "province" text, "city" text, "valid_from" integer, "valid_to" integer);
CREATE TABLE juesuan_schema (version INTEGER);
INSERT INTO "documents" VALUES ('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'a.txt', 'text/plain', '桐庐县环境保护局2018年度部门决算', '桐庐县环境保护局', '桐庐县', '330122', 2018, '部门决算', 0, 0, 0, 3, 0, 0, 0, '{}'::jsonb, 'bab2a4a96cc68a27');
INSERT INTO "documents" VALUES ('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 'b.txt', 'text/plain', '桐庐县生态环境局2019年度部门决算', '桐庐县生态环境局', '桐庐县', '330122', 2019, '部门决算', 0, 0, 0, 6, 0, 0, 0, '{}'::jsonb, 'bab2a4a96cc68a27');
INSERT INTO "documents" VALUES ('cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', 'c.txt', 'text/plain', '桐庐县生态环境局2019年度部门预算', '桐庐县生态环境局', '桐庐县', '330122', 2019, '部门预算', 0, 0, 0, 1, 0, 0, 0, '{}'::jsonb, 'bab2a4a96cc68a27');
INSERT INTO "documents" VALUES ('dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', 'd.txt', 'text/plain', '桐庐县财政局2019年度部门决算', '桐庐县财政局', '桐庐县', '330122', 2019, '部门决算', 0, 0, 0, 1, 0, 0, 0, '{}'::jsonb, 'b18f6b419e5c9989');
INSERT INTO "sections" VALUES ('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 0, NULL, 2, '一、', '总体情况', NULL, 'H', '一、总体情况', 0, 30, 0, '{}');
INSERT INTO "sections" VALUES ('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 1, 0, 3, '（一）', '支出', NULL, 'H', '一、总体情况 > （一）支出', 10, 30, 2, '{}');
INSERT INTO "facts" VALUES ('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 0, 'text', '12.50万元', 'money', 125000.00, '万元', '年末结转和结余', NULL, NULL, 'level', 'executed', 2018, NULL, NULL, NULL, NULL, NULL, '{}', '', NULL, NULL, '', NULL, NULL, NULL, NULL, 0, NULL, 0, 1, 'text', 'unchecked', '');
INSERT INTO "facts" VALUES ('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 1, 'text', '100.00万元', 'money', 1000000.00, '万元', '项目支出', NULL, NULL, 'level', 'executed', 2018, NULL, NULL, NULL, NULL, NULL, '{}', '', NULL, NULL, '', NULL, NULL, NULL, NULL, 0, NULL, 0, 1, 'text', 'unchecked', '');
INSERT INTO "facts" VALUES ('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 2, 'text', '12345678901234567890.12元', 'money', 12345678901234567890.12, '元', '基本支出', NULL, NULL, 'level', 'executed', 2018, NULL, NULL, NULL, NULL, NULL, '{}', '', NULL, NULL, '', NULL, NULL, NULL, NULL, 0, NULL, 0, 1, 'text', 'unchecked', '');
INSERT INTO "facts" VALUES ('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 0, 'text', '12.51万元', 'money', 125100.00, '万元', '年初结转和结余', NULL, NULL, 'level', 'executed', 2019, NULL, NULL, NULL, NULL, NULL, '{}', '', NULL, NULL, '', NULL, NULL, NULL, NULL, 0, NULL, 0, 1, 'text', 'unchecked', '');
INSERT INTO "facts" VALUES ('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 1, 'text', '110.00万元', 'money', 1100000.00, '万元', '项目支出', NULL, NULL, 'level', 'executed', 2019, NULL, NULL, NULL, NULL, NULL, '{}', '', NULL, NULL, '', NULL, NULL, NULL, NULL, 0, NULL, 0, 1, 'text', 'unchecked', '');
INSERT INTO "facts" VALUES ('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 2, 'text', '20.00万元', 'money', 200000.00, '万元', '项目支出', NULL, NULL, 'change', 'executed', 2019, 'executed', 2018, NULL, NULL, NULL, '{}', '', NULL, NULL, '', NULL, NULL, NULL, NULL, 0, NULL, 0, 1, 'text', 'unchecked', '');
INSERT INTO "facts" VALUES ('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 3, 'text', '90.00万元', 'money', 900000.00, '万元', '项目支出', NULL, NULL, 'level', 'approved', 2019, NULL, NULL, NULL, NULL, NULL, '{}', '', NULL, NULL, '', NULL, NULL, NULL, NULL, 0, NULL, 0, 1, 'text', 'unchecked', '');
INSERT INTO "facts" VALUES ('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 4, 'text', '0.1元', 'money', 0.1, '元', '其他支出', NULL, NULL, 'level', 'executed', 2019, NULL, NULL, NULL, NULL, NULL, '{}', '', NULL, NULL, '', NULL, NULL, NULL, NULL, 0, NULL, 0, 1, 'text', 'unchecked', '');
INSERT INTO "facts" VALUES ('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 5, 'text', '0.2元', 'money', 0.2, '元', '其他支出', NULL, NULL, 'level', 'approved', 2019, NULL, NULL, NULL, NULL, NULL, '{}', '', NULL, NULL, '', NULL, NULL, NULL, NULL, 0, NULL, 0, 1, 'text', 'unchecked', '');
INSERT INTO "facts" VALUES ('cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', 0, 'text', '95.00万元', 'money', 950000.00, '万元', '项目支出', NULL, NULL, 'level', 'approved', 2019, NULL, NULL, NULL, NULL, NULL, '{}', '', NULL, NULL, '', NULL, NULL, NULL, NULL, 0, NULL, 0, 1, 'text', 'unchecked', '');
INSERT INTO "facts" VALUES ('dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', 0, 'text', '7.00万元', 'money', 70000.00, '万元', '年初结转和结余', NULL, NULL, 'level', 'executed', 2019, NULL, NULL, NULL, NULL, NULL, '{}', '', NULL, NULL, '', NULL, NULL, NULL, NULL, 0, NULL, 0, 1, 'text', 'unchecked', '');
INSERT INTO "checks" VALUES ('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 0, 'same', 'fail', 12345678901234567890.12, 12345678901234567891.12, 1, 0.01, '{1,2}'::int2[], '', '', NULL);
INSERT INTO "loads" VALUES ('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '4efadb15ee45b6f9f93990f0dcdd0fada164006959941147907cac3b37a356d0', 'd946381ba69c');
INSERT INTO "loads" VALUES ('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 'a35883934c4383607635d1584af7b498bcd2c998a2a9ffe48938f93e5215a116', 'd946381ba69c');
INSERT INTO "loads" VALUES ('cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', 'afb40bb00a713bddac5f5f4eea53f1e51d3966b8e9f6961228d75bae9209f3a2', 'd946381ba69c');
INSERT INTO "loads" VALUES ('dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd', 'b1d10a5957f9debabce8fb280d1f3ccc0bc970381611f46b5d38e89b1fc1aa3a', 'd946381ba69c');
INSERT INTO "bodies" VALUES ('bab2a4a96cc68a27', '桐庐县生态环境局', '330122', '县级', '部门');
INSERT INTO "bodies" VALUES ('b18f6b419e5c9989', '桐庐县财政局', '330122', '县级', '部门');
INSERT INTO "body_names" VALUES ('b18f6b419e5c9989', '桐庐县财政局', 2019, 2019);
INSERT INTO "body_names" VALUES ('bab2a4a96cc68a27', '桐庐县环境保护局', 2018, 2018);
INSERT INTO "body_names" VALUES ('bab2a4a96cc68a27', '桐庐县生态环境局', 2019, 2019);
INSERT INTO "juesuan_schema" VALUES (1);
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

CREATE UNIQUE INDEX documents_key ON public.documents USING btree (document_id);
CREATE UNIQUE INDEX sections_key ON public.sections USING btree (document_id, section_id);
CREATE UNIQUE INDEX facts_key ON public.facts USING btree (document_id, fact_id);
CREATE UNIQUE INDEX checks_key ON public.checks USING btree (document_id, check_id);
CREATE UNIQUE INDEX loads_key ON public.loads USING btree (document_id);
CREATE UNIQUE INDEX bodies_key ON public.bodies USING btree (body_id);
CREATE UNIQUE INDEX body_names_key ON public.body_names USING btree (body_id, name);
CREATE INDEX presences_document_id ON public.presences USING btree (document_id);
CREATE INDEX unlinked_document_id ON public.unlinked USING btree (document_id);
CREATE INDEX problems_document_id ON public.problems USING btree (document_id);
CREATE INDEX documents_body_id_year ON public.documents USING btree (body_id, year);
CREATE INDEX facts_category_year ON public.facts USING btree (category, year);
CREATE INDEX facts_code_year ON public.facts USING btree (code, year);
CREATE INDEX functional_codes_code ON public.functional_codes USING btree (code);
CREATE INDEX economic_codes_code ON public.economic_codes USING btree (code);
CREATE INDEX regions_code ON public.regions USING btree (code);
