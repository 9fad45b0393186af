/** The report of a run, as the site's page and the file that is a report show it. */
export {report as showRun} from "./components/report.js";
