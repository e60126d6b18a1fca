// The launcher of `npm start`, `npm test` and their like. Any Node from 18 up can run it; what it
// starts runs on the Node that package-lock.json pins.
import { launch } from "./launcher/launch.mjs";

process.exitCode = await launch(process.argv.slice(2));
