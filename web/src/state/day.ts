/** The days that the page looks at. Empty is today, by the clock of the server and not of the phone. */
import { ref } from 'vue'

/** Of the chiefs. */
export const chiefDay = ref('')
/** Of the goals. */
export const goalDay = ref('')
