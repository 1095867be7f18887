import { z } from 'zod'
import { ROLES, type Roles } from '../roles.ts'

/** Roles as a decision and a setting hold them. */
export const rolesSchema: z.ZodType<Roles> = z.record(z.string(), z.array(z.enum(ROLES)).min(1))
