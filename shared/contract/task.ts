import { z } from 'zod'
import { taskSchema } from '../model/task.ts'
import { call } from './call.ts'

export const task = {
  list: call('list running tasks', 'task').output(z.array(taskSchema)),
  idle: call('say whether nothing runs and nothing is left to do', 'task').output(z.object({ idle: z.boolean() })),
  cancel: call('cancel a task')
    .input(z.object({ id: z.string() }))
    .output(z.object({ cancelled: z.boolean() })),
}
