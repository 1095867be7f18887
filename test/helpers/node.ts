import { resolve } from 'node:path'

/** The Node that the project brings; whatever runs the tests may be older. */
export const NODE = resolve(import.meta.dirname, '../../node_modules/node/bin/node')
