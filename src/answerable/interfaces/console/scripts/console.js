// The desk: keyboard, palette, drawers.
import "../../web/scripts/shared/page.js";
