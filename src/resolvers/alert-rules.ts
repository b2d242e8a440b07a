import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import {
  AlertCreateInput,
  AlertCreatePayload,
  AlertDeleteInput,
  AlertDeletePayload,
  AlertUpdateInput,
  AlertUpdatePayload,
} from '../../schema/acts/alert.ts';
import { AlertRule } from '../../schema/alert-rule.ts';
import { type ActPayload, INPUT, performLocal } from './acts/perform.ts';
import type { Context } from './context.ts';

/** The rules of alerts, for callers with the scope `admin`. */
@Resolver(() => AlertRule)
export class AlertRuleResolver {
  @Query(() => [AlertRule], { description: 'All rules that raise alerts, configured ones first.' })
  async alertRules(@Ctx() { alertRules, caller }: Context): Promise<object[]> {
    return alertRules.list(caller);
  }

  @Mutation(() => AlertCreatePayload, {
    description: 'Creates a rule that raises alerts. It never watches accounts that its creator may not see.',
  })
  alertCreate(
    @Ctx() context: Context,
    @Arg('input', () => AlertCreateInput, INPUT) input: AlertCreateInput,
  ): Promise<ActPayload> {
    return performLocal(context, 'alertCreate', input, async () => ({
      alertRule: await context.alertRules.create(context.caller, input),
    }));
  }

  @Mutation(() => AlertUpdatePayload, {
    description:
      'Changes a rule. An alert that is raised stays raised until the changed rule clears it or watches something else.',
  })
  alertUpdate(
    @Ctx() context: Context,
    @Arg('input', () => AlertUpdateInput, INPUT) input: AlertUpdateInput,
  ): Promise<ActPayload> {
    return performLocal(context, 'alertUpdate', input, async () => ({
      alertRule: await context.alertRules.update(context.caller, input.id, input),
    }));
  }

  @Mutation(() => AlertDeletePayload, { description: 'Deletes a rule. Its raised alerts are cleared within a second.' })
  alertDelete(
    @Ctx() context: Context,
    @Arg('input', () => AlertDeleteInput, INPUT) input: AlertDeleteInput,
  ): Promise<ActPayload> {
    return performLocal(context, 'alertDelete', input, async () => {
      await context.alertRules.remove(context.caller, input.id);
      return { deletedId: input.id };
    });
  }
}
