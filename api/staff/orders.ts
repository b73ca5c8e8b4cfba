import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import Type from 'typebox';
import { findStaffOrders } from '../../db/staff-orders.ts';
import { explainSubject } from '../../operations/explaining/explain-subject.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { practiceOf } from '../plugins/authentication.ts';
import { Order, orderJson, orderLabels, OrderPage, orderPageJson } from '../schemas/order.ts';
import { FacilityName, IdPath, ListQuery, Named, OneOf, PageOf, StaffQuery, staffProblems } from '../schemas/shapes.ts';
import { engineView } from './engine-view.ts';
import { listPage } from './list-page.ts';

const filters = {
  facility: Type.Optional(FacilityName),
  externalId: Type.Optional(Type.String({ maxLength: 100, description: 'The order’s id in the PMS' })),
  label: Type.Optional(OneOf(orderLabels)),
};

/** The practice's orders: what is ready to be picked up, and what was sent about it. */
export const orders: FastifyPluginCallbackTypebox<ApiDependencies> = (app, deps, done) => {
  app.get(
    '/orders',
    {
      schema: {
        summary: 'Orders, what was first seen first',
        tags: ['orders'],
        querystring: ListQuery(filters),
        response: { 200: PageOf(Order), ...staffProblems },
      },
    },
    (request) =>
      deps.db.inPractice(practiceOf(request).id, (tx) =>
        listPage(tx, 'orders', request.query, (page) => findStaffOrders(tx, request.query, page), orderJson),
      ),
  );

  app.get(
    '/orders/:id',
    {
      schema: {
        summary: 'The whole story of an order, and what its workflow says',
        tags: ['orders'],
        params: IdPath,
        querystring: StaffQuery({}),
        response: { 200: Named(OrderPage), ...staffProblems },
      },
    },
    async (request) => {
      const story = await explainSubject(deps.db, practiceOf(request).id, 'order', request.params.id);
      return orderPageJson(story, await engineView(deps, story));
    },
  );
  done();
};
