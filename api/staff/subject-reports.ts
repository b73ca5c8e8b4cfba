import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { countOrderReport, countRecallReport, findOrderReport, findRecallReport } from '../../db/subject-reports.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { practiceOf } from '../plugins/authentication.ts';
import { Day, FacilityName, ListQuery, Named, staffProblems } from '../schemas/shapes.ts';
import { OrderReport, orderReportedJson, RecallReport, recallReportedJson } from '../schemas/subject-reports.ts';
import { listPage } from './list-page.ts';

const inThePmsWord = { maxLength: 200, description: 'In the PMS’s word; capitals make no difference' };
const recallFilters = {
  facility: Type.Optional(FacilityName),
  dueFrom: Type.Optional(Day),
  dueTo: Type.Optional(Day),
  type: Type.Optional(Type.String(inThePmsWord)),
};
const orderFilters = {
  facility: Type.Optional(FacilityName),
  readyFrom: Type.Optional(Day),
  readyTo: Type.Optional(Day),
  product: Type.Optional(Type.String(inThePmsWord)),
};

/** What staff read to see what came of recalls and of orders. */
export const subjectReports: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/reports/recalls',
    {
      schema: {
        summary: 'What came of recalls: sent, answered, booked since; each, what is due longest first, and in all',
        tags: ['reports'],
        querystring: ListQuery(recallFilters),
        response: { 200: Named(RecallReport), ...staffProblems },
      },
    },
    (request) =>
      deps.db.inPractice(practiceOf(request).id, async (tx) => ({
        ...(await listPage(
          tx,
          'recall-report',
          request.query,
          (page) => findRecallReport(tx, request.query, page),
          recallReportedJson,
        )),
        totals: request.query.cursor === undefined ? await countRecallReport(tx, request.query) : null,
      })),
  );

  app.get(
    '/reports/orders',
    {
      schema: {
        summary: 'What came of orders: sent, dispensed since; each, what was first seen first, and in all',
        tags: ['reports'],
        querystring: ListQuery(orderFilters),
        response: { 200: Named(OrderReport), ...staffProblems },
      },
    },
    (request) =>
      deps.db.inPractice(practiceOf(request).id, async (tx) => ({
        ...(await listPage(
          tx,
          'order-report',
          request.query,
          (page) => findOrderReport(tx, request.query, page),
          orderReportedJson,
        )),
        totals: request.query.cursor === undefined ? await countOrderReport(tx, request.query) : null,
      })),
  );
  done();
};
