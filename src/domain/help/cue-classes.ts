/** What stands for one another in many signs: spelled as people type, in both languages. */
export const FIXED =
  "fix*|solv*|resolv*|repair*|restor*|resum*|recover*|sort*|repar*|regl*|resol*|retabl*|remarch*|refonctionn*|repris*|repren*|reviendr*|revien*|termin*|fini*|reconnect*";
export const SOON =
  "quand|qd|kan|bientot|vite|when|soon|jusqu_a_quand|what_time|quelle_heure|tonight|ce_soir|demain|tomorrow";
export const PAST = "hier|matin|nuit|yesterday|morning|night|quand|quelle_heure|quel_moment";
export const NOT =
  "pas|plus|ne|po|not|no_longer|never|don|dont|doesn|doesnt|isn|isnt|won|wont|can|cant|cannot|stopped";
export const MOVES =
  "marche*|fonctionn*|part|partent|envoi*|envoy*|s_affich*|affich*|arriv*|passe|passent|charge*|connect*|s_ouvr*|recoi*|send*|load*|open*|work*|gets_through|get_through|go_through|goes_through|deliver*|receiv*|show*|arrive*";
export const BROKEN =
  "bloqu*|coupe*|coupent|plant*|bug*|casse*|rame*|saute*|tombe*|crash*|lent*|slow*|stuck|dead|broken|frozen|freez*|fail*|glitch*|bizarre*|souci*|probleme*|problem*|issue*|erreur*|error*|hs|down|inaccessible*";
export const OURS =
  "whatsapp|wtsp|wsp|wapp|watsapp|whatsap|messenger|telegram|signal|sms|message*|messagerie|mess|msg|msgs|appel*|calls|photo*|appli*|app|chat|site|service*|serveur*|server*|ligne*";
export const OTHER =
  "mail|mails|email|e_mail|courriel|telephone|phone|tel|sms|signal|telegram|formulaire*|form|site|numero|number|canal|channel|ligne|line|adresse|address|guichet|boutique|solution*|moyens|autre_moyen|chat";
export const REACH_FR =
  "appel*|joindre|contact*|ecri*|telephon*|reserv*|commander|rdv|rendez_vous|envoyer_un";
export const REACH_EN =
  "call|phone|ring|reach|contact*|email|text|write|order|book|get_hold|get_in_touch";
export const DAYS =
  "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|week_end|weekend*|ferie*|nuit|soir|midi|monday|tuesday|wednesday|thursday|friday|saturday|sunday|night|nights|evening*|holiday*|noel|christmas";
export const MINE_FR = "ma|mon|mes|notre|nos";
export const MINE_EN = "my|our|mine";
export const ARRIVED_FR =
  "recu*|arrive*|parti*|lu|lus|vu|vue|vus|enregistre*|perdu*|dispar*|livre*|valide*|confirme*|maintenu*|annule*|passe_ou_pas";
export const ARRIVED_EN =
  "receive*|arrive*|get_there|got_there|get_through|got_through|go_through|went_through|gone_through|delivered|lost|read|seen|disappear*|confirmed|valid|cancel*|still_on|safe";
export const SENT = "envoye*|ecrit|transmis|sent|wrote|submitted|mailed|posted";
