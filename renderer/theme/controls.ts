// Controls that the first screen does not show. Their styles are loaded with the first screen that has one.
import '@mantine/core/styles/FloatingIndicator.css'
import '@mantine/core/styles/Combobox.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/SegmentedControl.css'
import '@mantine/core/styles/Switch.css'
import './controls.css'

export { SegmentedControl, Select, Switch } from '@mantine/core'
