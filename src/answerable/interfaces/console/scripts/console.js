// The desk: keys, palette, lists, forms. Everything can be done without them.
import "../../web/scripts/shared/page.js";
import { offerMap } from "../../web/scripts/shared/map-offer.js";
import "./desk/keys.js";
import "./desk/palette.js";
import "./desk/list.js";
import "./desk/forms.js";
import "./desk/select.js";
import "./desk/cover.js";
import "./desk/passkey.js";

offerMap();
