export { addressOf as laneOf, suppressedBy } from '../../../shared/addresses.ts'
