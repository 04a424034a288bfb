# L’anglais et le français sont écrits ensemble; aucun n’est l’original. Un test compare clés et variables.

### general

label-error = erreur :
label-warning = avertissement :
place-line = ligne { $line }
place-column = colonne { $column }
place-key = clé { $key }
again-lines =
    { $count ->
        [one] De même à la ligne { $lines }
       *[other] De même à { $number } autres lignes : { $lines }
    }
again-codes =
    { $count ->
        [one] toujours le même code
       *[other] { $count } codes différents
    }
more-problems =
    { $count ->
        [one] … et un autre problème.
       *[other] … et { $count } autres problèmes.
    }
value-address = ADRESSE
value-bundle = DOSSIER
value-command = COMMANDE
value-date = DATE
value-dir = RÉPERTOIRE
value-edition = ÉDITION
value-file = FICHIER
value-folder = RÉPERTOIRE
value-id = ID
value-kind = GENRE
value-km = KM
value-n = N
value-name = NOM
value-new = APRÈS
value-old = AVANT
value-page = PAGE
value-period = PÉRIODE
value-points = POINTS
value-role = RÔLE
value-seq = SEQ
value-text = TEXTE
value-x = X
help-heading-usage = Utilisation :
help-heading-commands = Commandes{"\u00A0"}
help-heading-options = Options{"\u00A0"}
help-heading-arguments = Arguments{"\u00A0"}
help-heading-examples = Exemples :
help-archipel = Un nœud d’échange de données fédéré : un indice commun, aucun enregistrement partagé
help-lang = Langue des messages : en ou fr (sinon selon les paramètres régionaux)
help-json = Afficher les données en JSON
help-help = Afficher l’aide
help-version = Afficher la version

yes = oui
no = non
percent = { $number } %
help-demo = Faire tourner un pays de 13 membres sur cette machine : tout le parcours en une commande
err-runtime-start = Le processus ne peut pas démarrer ses fils d’exécution : { $reason }.
fix-runtime-start = Vérifiez les limites de ce compte (ulimit -u).
err-folder-exists = { $path } existe déjà.
fix-folder-exists = Rien n’est jamais écrasé : nommez un autre endroit, ou déplacez celui-ci.
err-folder-unwritable = Impossible d’écrire { $path } : { $reason }.
fix-folder-unwritable = Vérifiez les droits et l’espace libre, ou nommez un autre endroit.
os-not-found = fichier ou répertoire introuvable (errno { $number })
os-permission-denied = accès refusé (errno { $number })
os-connection-refused = connexion refusée (errno { $number })
os-connection-lost = connexion interrompue (errno { $number })
os-unreachable = hôte ou réseau inaccessible (errno { $number })
os-timed-out = délai dépassé (errno { $number })
os-address-in-use = adresse déjà utilisée (errno { $number })
os-address-not-available = adresse absente de cette machine (errno { $number })
os-already-exists = existe déjà (errno { $number })
os-not-a-folder = n’est pas un répertoire (errno { $number })
os-a-folder = est un répertoire (errno { $number })
os-read-only = système de fichiers en lecture seule (errno { $number })
os-storage-full = plus d’espace libre (errno { $number })
os-file-too-large = fichier trop volumineux : voyez ulimit -f, ou LimitFSIZE du service (errno { $number })
os-open-files = trop de fichiers ouverts : voyez ulimit -n, ou LimitNOFILE du service (errno { $number })
err-output-unwritten = Ce que dit la commande ne peut être écrit sur sa sortie : { $reason }.
fix-output-unwritten = Voyez où va la sortie. Ce que la commande devait faire est fait; redemandez ce qu’elle dit.
### end of general

### usage

err-usage-unknown-argument = L’argument { $argument } n’existe pas.
fix-usage-unknown-argument = Consultez l’aide avec --help.
err-usage-unknown-command = La commande { $argument } n’existe pas.
fix-usage-unknown-command = Consultez les commandes avec --help.
err-usage-missing-argument = Il manque un argument : { $argument }.
fix-usage-missing-argument = Ajoutez-le; --help explique chaque argument.
err-usage-missing-command = Il manque une commande.
fix-usage-missing-command = Consultez les commandes avec --help.
err-usage-bad-value = { $argument } n’accepte pas la valeur « { $value } ».
fix-usage-bad-value = Consultez l’aide avec --help.
err-usage-conflict = { $argument } ne peut pas accompagner un autre argument ici.
fix-usage-conflict = Retirez l’un des deux.
err-usage-other = Les arguments sont incompréhensibles.
fix-usage-other = Consultez l’aide avec --help.
usage-nearest = Vouliez-vous dire : { $nearest }?

### end of usage

### guide

help-guide = Apprendre de quoi il s’agit, s’autoévaluer, faire des exercices
help-charter-forecast = Dire d’après des comptes publics à quel point les chiffres seraient sûrs
examples-guide =
    archipel guide
    archipel guide show index
help-guide-show = Afficher une page du guide
help-guide-show-page = index, governance, agreement, technology, skills, privacy, readiness ou exercises
examples-guide-show = archipel guide show governance
help-guide-readiness = S’autoévaluer : ce qui est là, et par quoi commencer
help-guide-readiness-new = Écrire l’autoévaluation dans un fichier à remplir
help-guide-readiness-new-file = Fichier à écrire; il doit être nouveau
examples-guide-readiness-new = archipel guide readiness new autoevaluation.toml
help-guide-readiness-show = Dire ce que donne une autoévaluation remplie, et ce qui reste à faire
help-guide-readiness-show-file = Le fichier qui contient vos réponses
help-guide-readiness-show-out = Écrire aussi un tableau CSV dans un nouveau fichier
examples-guide-readiness-show = archipel guide readiness show autoevaluation.toml --out autoevaluation.csv
help-guide-exercise = Lister les exercices, en afficher un, ou vérifier une réponse
help-guide-exercise-number = Numéro de l’exercice, de 1 à 5
help-guide-exercise-bundle = Dossier de diffusion où la réponse a été trouvée
help-guide-exercise-answer = Votre réponse
examples-guide-exercise =
    archipel guide exercise 1
    archipel guide exercise 1 --bundle guide-demo --answer AB
guide-head-page = Page
guide-head-question = À quoi elle répond
guide-page-index = De quoi s’agit-il, et comment le lire en 30 minutes?
guide-page-governance = Qui décide de quoi, et qui peut l’arrêter?
guide-page-agreement = Que signe-t-on, et que peut-on omettre?
guide-page-technology = Que faut-il exploiter, et que faut-il ouvrir?
guide-page-skills = De qui a-t-on besoin, et comment s’y forme-t-on?
guide-page-privacy = Que peut-on montrer sans montrer personne?
guide-page-readiness = Sommes-nous prêts, et par quoi commencer?
guide-page-exercises = Ai-je compris? Cinq tâches dont la réponse est vérifiée
guide-links = Liens
guide-named = { $name } : { $text }
guide-next-list = Ensuite : archipel guide show index
guide-next-page = Ensuite : archipel guide show { $page }
readiness-file-head = Autoévaluation. Écrivez oui, en_partie, non ou inconnu entre les guillemets; ce qui reste vide n’a pas encore de réponse. Le programme n’envoie ce fichier nulle part. Puis : archipel guide readiness show FICHIER
readiness-file-why = Pourquoi : { $why }
readiness-next-new = Ensuite : remplissez-le ensemble, puis
    archipel guide readiness show { $path }
readiness-head-section = Section
readiness-answer-yes = oui
readiness-answer-partly = en partie
readiness-answer-no = non
readiness-answer-unknown = on ne sait pas
readiness-answer-empty = sans réponse
readiness-left = Ce qui reste à faire
readiness-open = { $text } ({ $answer })
readiness-do = → { $next }
readiness-none-left = La réponse à chaque énoncé est oui : il ne reste rien à faire. Que quelqu’un d’un autre membre vous pose les mêmes questions.
readiness-written = Écrit : { $path }
readiness-next-show = En tableau, une ligne par énoncé :
    archipel guide readiness show { $path } --out autoevaluation.csv
exercise-next-list = Ensuite : archipel guide exercise 1
exercise-next-task = Quand vous l’avez : archipel guide exercise { $exercise } --bundle DOSSIER --answer X
exercise-next-right = Ensuite : archipel guide exercise { $exercise }
exercise-next-last = C’était le dernier. Ensuite : archipel guide readiness new autoevaluation.toml
exercise-learnt-highest = Exact. Un dossier de diffusion, ce sont des fichiers que chacun peut lire. Et une moyenne cache des personnes : regardez share_very_high sur la même ligne.
exercise-learnt-across = Exact. Aucun des membres concernés ne peut calculer ce chiffre seul, et aucun n’a cédé d’enregistrement pour lui : le coordonnateur a additionné des cellules qui étaient publiées de toute façon.
exercise-learnt-sure = Juste. Peu de personnes en sont, et le même bruit pèse plus lourd parmi peu : l’erreur est dans le fichier, à côté du chiffre.
exercise-learnt-subtracted = Juste : il ne reste que l’arrondi. Tous les chiffres découlent des mêmes mesures bruitées; les parties font donc le tout, et soustraire n’apprend rien qui ne soit déjà imprimé.
exercise-learnt-sum = Exact : une somme de contrôle a trahi le changement. Allez plus loin, si vous voulez : mettez la nouvelle somme d’index.csv dans SHA256SUMS, et refaites l’exercice. La clé n’est alors plus la même.
exercise-learnt-figures = Exact. La somme de contrôle est juste, mais les chiffres ne découlent pas des réponses des membres, et les reçus de celles-ci sont dans les journaux des membres. Pour changer un chiffre, il faudrait changer ce qu’ont signé les nœuds.
exercise-hint-highest = Voyez dans index.csv les lignes de niveau province sans catégorie dans aucune colonne de groupe, et triez selon index. La réponse est l’identifiant du membre dont areas contient ce code, dans charter/charter.toml.
exercise-hint-across = Voyez dans cross_border.csv la ligne du territoire 505 sans catégorie dans aucune colonne de groupe, colonne index, et arrondissez à une décimale.
exercise-hint-sure = Voyez dans index.csv les lignes de niveau metropolitan avec une catégorie dans la seule colonne age : la colonne index_se, la plus grande de tous les territoires.
exercise-hint-subtracted = Additionnez la colonne weight de toutes les parties de Terre-Neuve-et-Labrador (charter/geography.csv dit lesquelles) et retranchez la somme de son propre poids, dans les lignes sans catégorie.
exercise-hint-unchanged = Rien n’est changé dans ce dossier. Changez un chiffre d’index.csv dans une copie, enregistrez, et donnez la copie avec --bundle.
exercise-hint-key = Lancez archipel index verify sur la copie telle qu’elle est : la clé est le mot entre [crochets], au bout de la deuxième ligne.
exercise-hint-elsewhere = La première chose qui ne tient pas est [{ $key }], dans { $path }. Repartez d’une nouvelle copie et ne changez qu’index.csv.
exercise-hint-beside = Un éditeur a laissé { $path }, qu’aucune somme de contrôle ne connaît : retirez { $path } de la copie.
exercise-lack-members = moins de deux membres qui ont un chiffre
exercise-lack-across = aucun chiffre pour le territoire transfrontalier 505
exercise-lack-sure = aucun tableau de niveau metropolitan par age
exercise-lack-private = aucun chiffre du régime private
err-exercise-wrong = Ce n’est pas la réponse de l’exercice { $exercise }.
fix-exercise-wrong = { $hint }
err-exercise-unfit = Ce dossier de diffusion ne convient pas à l’exercice { $exercise } : il contient { $lack }.
fix-exercise-unfit = Créez-en un qui convient : archipel demo --people 100000 --out guide-demo

### end of guide

### settings files

err-document-syntax = Le fichier n’est pas du TOML valide : { $detail }.
fix-document-syntax = Corrigez la ligne; les textes sont entre guillemets, les listes entre crochets.
err-document-unknown-key = La clé { $key } n’est pas connue ici.
fix-document-unknown-key = Retirez-la, ou écrivez la clé connue la plus proche : { $nearest }.
err-document-missing-key = La clé { $key } est absente.
fix-document-missing-key = Ajoutez { $key }; la référence indique ce qu’elle accepte.
err-document-wrong-type = { $key } doit être de la forme : { $expected }.
fix-document-wrong-type = Écrivez la valeur sous cette forme.
err-document-unquoted = { $key } prend un texte, et il manque les guillemets autour.
fix-document-unquoted = Mettez la valeur entre guillemets droits : "…"
err-document-not-allowed = { $key } accepte : { $expected }.
fix-document-not-allowed = Écrivez l’une de ces valeurs.
err-document-not-plain = { $key } a des caractères qui pourraient tromper un lecteur : caractères de contrôle ou marques qui inversent le sens de l’écriture.
fix-document-not-plain = Retirez-les; les sauts de ligne et les tabulations peuvent rester.
err-document-missing-language = { $key } n’a pas de texte en « { $language } ».
fix-document-missing-language = Écrivez-le dans chaque langue : {"{"} en = "…", fr = "…" {"}"}.
err-folder-unreadable = Impossible de lire { $path } : { $reason }.
fix-folder-unreadable = Vérifiez le chemin et les droits d’accès.
err-folder-not-plain = { $path } n’est pas un fichier qui puisse se trouver là : un tube, un périphérique, un lien vers un autre répertoire ou, dans un dossier de diffusion, tout lien ou nom caché.
fix-folder-not-plain = Retirez-le, ou mettez à sa place les fichiers eux-mêmes.
err-folder-too-large = Le répertoire { $path } contient plus de { $limit_mib } Mio.
fix-folder-too-large = Un répertoire de charte ne contient que les fichiers de la charte; déplacez le reste.

### end of settings files

### charter

err-charter-file-missing = La charte nomme le fichier { $file }, absent de son répertoire.
fix-charter-file-missing = Placez { $file } à côté de charter.toml, ou corrigez le nom.
err-charter-geography-area = Cette ligne n’a pas de code valide, ou nomme un niveau que la charte ne connaît pas.
fix-charter-geography-area = Les codes ont de 1 à 64 lettres, chiffres, - _ . ; niveaux : { $levels }.
err-charter-area-twice = Le territoire { $code } figure deux fois; d’abord à la ligne { $first }.
fix-charter-area-twice = Retirez-en un, ou donnez-lui un autre code.
err-charter-area-parent = Le parent de { $code } n’est pas un territoire du niveau supérieur ({ $level }).
fix-charter-area-parent = Donnez le code de son parent; seule la racine n’en a pas.
err-charter-geography-roots = Territoires de la géographie au premier niveau : { $count }; il en faut un seul.
fix-charter-geography-roots = Placez un seul territoire au-dessus de tous les autres.
err-charter-id-twice = L’identifiant « { $id } » est utilisé deux fois.
fix-charter-id-twice = Donnez un autre identifiant à l’un des deux.
err-charter-id-reserved = L’identifiant « { $id } » est déjà le nom d’une colonne des résultats.
fix-charter-id-reserved = Choisissez un autre identifiant.
err-charter-unknown-reference = « { $id } » ne figure pas dans : { $known }.
fix-charter-unknown-reference = Corrigez l’identifiant, ou ajoutez ce qu’il désigne.
err-charter-label = Ce nom est vide, compte plus de 64 caractères, ou contient une tabulation, un saut de ligne ou des espaces aux extrémités.
fix-charter-label = Écrivez un nom plus court sur une seule ligne, sans espace autour.
err-charter-number-range = La valeur sort de ce qui est permis : { $allowed }.
fix-charter-number-range = Choisissez une valeur dans cet intervalle.
err-charter-dates = La charte se termine avant de commencer.
err-charter-rho = Ce n’est pas une quantité de perte de confidentialité.
fix-charter-rho = Donnez l’un de { $presets }, ou un texte décimal comme "0.185" : plus de 0, au plus { $most }, six décimales au plus.
err-charter-not-private = { $key } est impossible sous le régime { $class } : les chiffres d’une personne dépendraient d’autres.
fix-charter-not-private = Omettez cette clé. Ce qu’il faut aux scores est fixé d’avance, comme des bornes : normalise = {"{"} kind = "bounds", low = …, high = … {"}"}
err-charter-weights-unsaid = Le régime { $class } doit savoir si les personnes ont des poids avant d’en voir aucune.
fix-charter-weights-unsaid = Écrivez weights = "none" dans [method], ou weights = "design" avec un weight_cap.
err-charter-impossible = Le régime private ne connaît pas de cellules impossibles : qu’une cellule soit vide se dirait d’après un compte exact.
fix-charter-impossible = Omettez-les : une cellule où nul ne peut être porte du bruit comme toute autre.
err-charter-weights-calibrated = weights = "calibrated" est impossible sous le régime private : le poids d’une personne dépendrait des autres.
fix-charter-weights-calibrated = Écrivez weights = "design" avec un weight_cap, ou weights = "none". Les chiffres se calent après le bruit, sur les totaux publics de totals.csv dans le répertoire de la charte.
err-charter-no-weight-cap = Les poids n’ont pas de plafond; une personne pourrait peser n’importe quoi, et le régime { $class } ne peut pas le protéger.
fix-charter-no-weight-cap = Donnez weight_cap dans [method] : ce que personne ne peut dépasser. Prenez-le du plan de sondage, non des données.
err-private-too-fine = Les tableaux sont trop fins pour ρ = { $rho } : leur bruit serait au-delà de tout usage.
fix-private-too-fine = Enlevez des tableaux ou des groupes, prenez des catégories plus larges, ou convenez d’un ρ plus grand.
err-private-no-figure = Aucun chiffre ne serait à 20 points près chez : { $members }. Pour si peu de personnes, le bruit à ρ = { $rho } est trop grand.
fix-private-no-figure =
    { $enough ->
        [0] Omettez des tableaux, le plus fin d’abord ({ $table }); aucun ρ permis ne suffirait.
       *[other] Omettez des tableaux, le plus fin d’abord ({ $table }), ou convenez d’un ρ de quelque { $enough }.
    }
err-private-plan = Le plan ne convient pas à cette charte, ou coûte plus qu’il ne dit (ligne { $line }).
fix-private-plan = Demandez au membre : son nœud a peut-être une autre version du logiciel. Des chiffres sans plan valable ne sont pas employés.
fix-charter-dates = Corrigez starts ou ends.
err-charter-bands = Les seuils des tranches doivent croître, au-dessus de 0 et jusqu’à 100, et la dernière tranche n’en a pas.
fix-charter-bands = Énumérez les tranches de la plus basse à la plus haute, chacune avec un « below » plus grand, la dernière sans.
err-charter-coarser-level = « { $id } » n’est pas un niveau moins détaillé de son groupe : chaque catégorie doit être reprise une seule fois, sans diviser celles du niveau précédent.
fix-charter-coarser-level = Formez moins de catégories qu’auparavant, mais au moins deux, et énumérez dans « of » chaque catégorie, une seule fois.
err-charter-area-shared = Le membre { $other } parle déjà au nom du territoire { $code }, d’une de ses parties ou d’un territoire qui le contient.
fix-charter-area-shared = Ne laissez qu’un membre par territoire, et énumérez chaque territoire une seule fois.
err-charter-lattice-too-large = Ce tableau aurait plus de { $limit } cellules : territoires × combinaisons de catégories.
fix-charter-lattice-too-large = Retirez des groupes, ou énumérez-les à un niveau moins détaillé.
err-charter-unit-not-yet = Cette version ne calcule pas les méthodes dont l’unité est « area ».
fix-charter-unit-not-yet = Employez unit = "person".
err-charter-not-yet-in-force = La charte n’entre en vigueur que le { $starts }.
fix-charter-not-yet-in-force = Attendez cette date, ou faites adopter une nouvelle version.
err-charter-ended = La charte a pris fin le { $ends }.
fix-charter-ended = Rédigez une nouvelle version et faites-la adopter.
err-charter-not-signed-here = Le membre { $member } n’a pas signé cette charte.
fix-charter-not-signed-here = Faites-la signer par le responsable de la protection des renseignements personnels : archipel charter sign
err-charter-quorum = Signatures : { $signed }; la charte en demande { $needed }.
fix-charter-quorum = Ajoutez les signatures manquantes dans signatures/.
err-charter-bad-signature = La signature { $file } ne vaut pas pour les octets de cette charte.
fix-charter-bad-signature = Procurez-vous le répertoire signé, ou signez celui-ci de nouveau.
err-charter-wrong-key = La charte nomme une autre clé de signature pour { $member }.
fix-charter-wrong-key = Employez la clé dont la partie publique figure dans la charte, ou corrigez signing_key et faites adopter la charte de nouveau.
err-note-bad-key = Ce n’est pas une clé de signature.
fix-note-bad-key = Donnez le fichier produit par pki; le nom d’une clé n’a ni espace ni +.
err-charter-file-outside = { $file } ne peut pas être nommé ici : l’empreinte que signent les membres ne le couvre pas, ou il a un autre rôle.
fix-charter-file-outside = Placez le fichier ailleurs dans le répertoire de la charte, hors de signatures/.
err-charter-file-name = Le nom de fichier « { $file } » a des caractères que l’empreinte ne peut pas couvrir de façon sûre.
fix-charter-file-name = Renommez le fichier, sans caractère de contrôle ni barre oblique inverse.
err-charter-private-key = { $file } contient une clé privée. Tout le monde reçoit le répertoire de la charte.
fix-charter-private-key = Sortez la clé du répertoire; si le répertoire a été communiqué, remplacez la clé.
err-charter-no-certificate = Il n’y a pas de certificat dans { $file }.
fix-charter-no-certificate = Placez-y le certificat de l’autorité, sous forme PEM (-----BEGIN CERTIFICATE-----).
err-charter-geography-dguid = Ce qui tient lieu d’IDUGD du territoire { $code } n’en est pas un.
fix-charter-geography-dguid = Un IDUGD compte quatre chiffres, une lettre, quatre chiffres et un code, comme 2021A000235; laissez le champ vide s’il n’y en a pas.
err-charter-geography-name = Le territoire { $code } n’a pas de nom lisible en « { $language } ».
fix-charter-geography-name = Écrivez son nom dans chaque langue; le même nom peut figurer deux fois.
err-charter-area-barren = Aucun territoire du niveau le plus fin ({ $level }) ne se trouve dans { $code } : personne ne peut y être compté.
fix-charter-area-barren = Ajoutez les territoires qui composent { $code }, jusqu’au niveau { $level }, ou retirez sa ligne.
err-charter-blank = Ce texte est vide.
fix-charter-blank = Écrivez ce qu’il doit dire.
err-charter-outdated-key = Cette clé est celle d’une ancienne forme, ou d’un autre régime.
fix-charter-outdated-key = Écrivez { $now }
err-charter-keys-gone = C’est d’une ancienne forme de charte, et rien ne le remplace : { $keys }.
fix-charter-keys-gone = Omettez-le.
err-charter-dimension-empty = Aucun indicateur n’appartient à la dimension « { $id } ».
fix-charter-dimension-empty = Ajoutez-y un indicateur, ou retirez la dimension.
err-charter-second-other = Une autre catégorie de ce groupe recueille déjà toutes les autres valeurs.
fix-charter-second-other = Ne laissez other = true qu’à une seule catégorie.
err-charter-key-shared = Le membre { $other } a la même clé de signature : une seule personne pourrait signer pour les deux.
fix-charter-key-shared = Demandez à chaque membre de produire sa propre clé.
err-totals-class = Des totaux publics ne vont qu’avec le régime { $class } : ils sont pour des chiffres qui ont du bruit.
fix-totals-class = Retirez totals.csv de la charte, ou choisissez le régime { $class }.
err-totals-min-frequency = Des totaux publics et min_frequency ne vont pas ensemble : des chiffres cachés ne s’additionnent pas.
fix-totals-min-frequency = Retirez totals.csv, ou min_frequency sous [privacy].
err-totals-level = Ce n’est pas un niveau, ou c’en est un autre que plus haut : { $expected }.
fix-totals-level = Donnez tous les totaux d’un même niveau.
err-totals-area = Aucun territoire de ce niveau n’a le code { $code }.
fix-totals-area = Écrivez le code comme dans la géographie.
err-totals-category = Le groupe { $group } n’a pas cette catégorie; il a : { $known }.
fix-totals-category = Écrivez l’une d’elles.
err-totals-count = Ce n’est pas un nombre de personnes.
fix-totals-count = Écrivez un nombre entier de 1 à 4294967295.
err-totals-twice = Un total pour ces personnes se trouve déjà à la ligne { $first }.
fix-totals-twice = N’en laissez qu’un.
err-totals-no-table = La charte n’a pas de tableau de { $level } par { $groups } : les strates des totaux sont mesurées comme un tableau.
fix-totals-no-table = Ajoutez le tableau, ou donnez des totaux qui vont avec l’un d’eux : [[table]] level = "{ $level }".
err-totals-area-shared = Des gens de plusieurs membres vivent dans { $code }.
fix-totals-area-shared = Donnez des totaux d’un niveau plus fin, dont chaque territoire est d’un seul membre.
err-totals-missing = Certains totaux de { $member } s’y trouvent, et { $missing } n’y sont pas.
fix-totals-missing = Donnez toutes les cellules du membre, ou aucune.
err-charter-licence-url = L’endroit où se trouve le texte de la licence n’est pas une adresse https:// dans les deux langues, ou il n’y a pas de licence.
fix-charter-licence-url = Écrivez les adresses comme les affiche un navigateur, et nommez la licence sous licence.
err-charter-endpoint = Le point d’accès n’est pas de la forme hôte:port.
fix-charter-endpoint = Écrivez-le comme node.example.org:7443, sans https://; une adresse IPv6 est entre crochets.
err-charter-identity = L’identité n’est pas celle d’un coordonnateur de cette fédération.
fix-charter-identity = Écrivez { $expected }, comme dans le certificat du coordonnateur.
err-charter-parts-level = Les parties n’appartiennent pas toutes au même niveau.
fix-charter-parts-level = Nommez des territoires d’un seul niveau.
err-charter-parts-unpublished = Aucun tableau ne publie les territoires du niveau { $level } : il n’y a rien à additionner.
fix-charter-parts-unpublished = Ajoutez un tableau de ce niveau, ou nommez des parties d’un niveau qui en a un.
err-charter-tables-too-many = Ce tableau entraînerait plus de { $limit } tableaux moins détaillés.
fix-charter-tables-too-many = Énumérez moins de groupes dans un même tableau.
err-charter-groups-too-fine = L’ensemble des groupes a plus de { $limit } combinaisons de catégories.
fix-charter-groups-too-fine = Retirez des groupes, ou employez moins de catégories.
err-charter-not-a-member = { $member } n’est pas membre de cette charte; membres : { $known }.
fix-charter-not-a-member = Donnez l’identifiant d’un membre tel que l’écrit la charte.
err-charter-no-key = La charte ne nomme pas encore de clé de signature pour { $member }.
fix-charter-no-key = Ajoutez signing_key à ce membre, faites approuver cette charte par les autres membres, puis signez.
err-charter-no-officer-key = La charte ne nomme aucune clé du responsable pour : { $members }. Sous le régime private, personne n’y déciderait de ce qui est dépensé.
fix-charter-no-officer-key = Donnez à chaque membre officer_key : archipel pki signing-key en produit une. Convenez alors de cette charte, puis signez.
help-charter = Rédiger, vérifier, lire, prévoir, comparer et signer des chartes
help-charter-check = Vérifier un répertoire de charte, ses signatures et son empreinte
help-charter-check-folder = Répertoire de la charte
help-charter-check-before = Charte en vigueur jusqu’ici : dit si la méthode a changé sans le dire

# Le nom charter : ce qui se dit outre les problèmes.

help-charter-new = Écrire une charte commentée, comme point de départ
help-charter-new-folder = Répertoire à créer; il doit être vide
help-charter-new-id = Nom de la fédération : a-z 0-9 - _ . (64 au plus)
examples-charter-new = archipel charter new ma-charte --id ma-federation
help-charter-show = Dire en phrases simples ce que signifie une charte
help-charter-show-folder = Répertoire de la charte
examples-charter-show =
    archipel charter show ma-charte
    archipel --lang en charter show ma-charte
help-charter-forecast-folder = Répertoire de la charte
help-charter-forecast-people = Population en CSV : code,people, pour des territoires de tout niveau
help-charter-forecast-shares = Tailles en CSV : group,category,share; sans lui, parts égales
help-charter-forecast-member = Un seul membre; sans cette option, tous
help-charter-forecast-points = Erreur d’un indice assez sûr, en points (2 par défaut)
examples-charter-forecast =
    archipel charter forecast ma-charte --people recensement.csv
    archipel charter forecast ma-charte --people recensement.csv --shares groupes.csv --points 5
help-charter-diff = Dire ce qui diffère entre deux chartes, le plus important d’abord
help-charter-diff-old = Répertoire de la charte, avant
help-charter-diff-new = Répertoire de la charte, après
examples-charter-diff = archipel charter diff charte-v1 charte-v2
help-charter-sign = Signer une charte au nom d’un membre
help-charter-sign-folder = Répertoire de la charte
help-charter-sign-member = Membre au nom duquel vous signez
help-charter-sign-key = Fichier de la clé de signature du responsable
examples-charter-sign = archipel charter sign ma-charte --member gulls --key responsable.key
word-none = non précisé
word-file = { $file } ({ $digest })
word-list-cut = { $shown } et { $more } de plus
word-quoted = « { $text } »
word-in-english = en anglais
word-in-french = en français
mean-arithmetic = moyenne arithmétique pondérée
mean-geometric = moyenne géométrique pondérée (un score inférieur à 1 compte pour 1)
mean-harmonic = moyenne harmonique pondérée (un score inférieur à 1 compte pour 1)
weights-none = personne n’a de pondération : chacun compte pour un
weights-design = les personnes ont les poids de sondage d’une enquête
weights-calibrated = les personnes ont des poids calés sur des totaux connus
weights-unsaid = chaque membre décide si ses personnes ont une pondération
missing-leave-out = une personne à qui manque le score d’au moins une dimension est laissée de côté et n’est comptée nulle part
missing-average = l’indice d’une personne porte sur les dimensions qui ont un score; une personne qui n’en a aucun n’est comptée nulle part
scale-yes-no-yes = oui ou non; « oui » compte comme vulnérable
scale-yes-no-no = oui ou non; « non » compte comme vulnérable
scale-ordered-higher = un échelon de 1 à { $steps }; plus il est élevé, plus la personne est vulnérable
scale-ordered-lower = un échelon de 1 à { $steps }; plus il est bas, plus la personne est vulnérable
scale-number-higher = un nombre, compté de { $low } à { $high }; plus il est élevé, plus la personne est vulnérable
scale-number-lower = un nombre, compté de { $low } à { $high }; plus il est bas, plus la personne est vulnérable
charter-next-new =
    Ensuite : modifiez ces fichiers ligne par ligne, puis
      archipel charter check { $folder }
      archipel charter show { $folder }
      archipel charter sign { $folder } --member … --key …
charter-summary = Charte { $id }, version { $version }
charter-digest = Empreinte : { $digest }
charter-check-dates = En vigueur : du { $starts } au { $ends }
charter-check-class = Régime de protection : { $class }
charter-check-tables = Tableaux : { $tables }, d’au plus { $cells ->
        [one] { $cells } cellule
       *[other] { $cells } cellules
    }
charter-check-unclaimed =
    { $count ->
        [one] Aucun membre ne parle au nom d’un territoire du niveau « { $level } » : { $areas }. Rien à son sujet ne peut être publié.
       *[other] Aucun membre ne parle au nom de { $count } territoires du niveau « { $level } », par exemple { $areas }. Rien à leur sujet ne peut être publié.
    }
charter-check-authority-shared = Une même autorité parle pour plusieurs membres : { $members }. Elle pourrait délivrer des certificats au nom de chacun.
charter-check-jurisdiction = Ressort non précisé pour : { $parties }. Le registre des communications ne peut dire si des chiffres en sortent.
charter-check-members = Membres : { $count }
charter-signature-no-key = { $member } : la charte ne nomme pas encore de clé de signature
charter-signature-missing = { $member } : n’a pas encore signé
charter-signature-holds = { $member } : a signé
charter-signature-broken = { $member } : la signature ne vaut PAS pour ces fichiers
charter-check-quorum-reached = Signatures : { $signed } sur les { $needed } que demande la charte. Elle est adoptée.
charter-check-quorum-open = Signatures : { $signed } sur les { $needed } que demande la charte. Elle n’est pas encore adoptée.
charter-check-quorum-impossible = Signatures : { $signed } sur les { $needed } que demande la charte. La charte ne peut pas encore être adoptée; nombre de clés de signature qu’elle nomme : { $able }. Une simulation n’en demande aucune.
charter-next-check = La charte est en règle. Ensuite : archipel charter show { $folder }
charter-next-show = Ensuite, si vous êtes d’accord : archipel charter sign { $folder } --member … --key …
charter-next-forecast = Ensuite : modifiez groupes, tableaux ou niveaux et refaites la prévision, ou : archipel charter check { $folder }
forecast-head = Charte { $id }, version { $version }; membres : { $members }, personnes d’après des comptes publics : { $people }. À partir de quelle taille l’erreur d’une cellule est d’au plus { $points ->
        [one] { $points } point
       *[other] { $points } points
    }, et combien de personnes cela couvre :
forecast-needs = Il faut
forecast-sure = Part
forecast-even = Sans parts données pour ces groupes, toutes leurs catégories sont égales : { $groups }.
forecast-uncounted = Aucun chiffre ne dit combien de personnes vivent dans certains territoires du niveau le plus fin, au nombre de { $areas }; ils restent vides.
forecast-strangers = Aucun membre ne parle au nom d’une partie des personnes du fichier, au nombre de { $people }; elles sont laissées de côté.
forecast-estimate = Ce qu’il faut à une cellule est calculé d’après la charte et ne dépend d’aucune donnée. Le nombre de personnes d’une cellule est une estimation : chaque groupe a été pris à part, le même partout.
err-forecast-class = Cette charte est du régime { $class } : rien n’y est planifié.
fix-forecast-class = Mettez class = "private" dans la charte pour voir combien ses chiffres seraient sûrs.
err-forecast-nobody = Aucun chiffre ne dit que quelqu’un vit dans les territoires de ces membres.
fix-forecast-nobody = Donnez la population de leurs territoires, ou de territoires qui les contiennent.
err-forecast-area = La géographie de la charte n’a pas de territoire { $code }.
fix-forecast-area = Employez les codes de la géographie de la charte, de tout niveau.
err-forecast-area-twice = Le territoire { $code } figure deux fois; d’abord à la ligne { $first }.
fix-forecast-area-twice = Ne gardez qu’un chiffre par territoire.
err-forecast-count = Ce n’est pas un nombre de personnes.
fix-forecast-count = Écrivez un nombre entier, 0 ou plus, sans espace ni signe entre les chiffres.
err-forecast-sum = { $code } compte { $people ->
        [one] { $people } personne
       *[other] { $people } personnes
    }, mais les chiffres des territoires qu’il contient font { $within } en tout.
fix-forecast-sum = Corrigez un chiffre, ou omettez celui de { $code }.
err-forecast-total = Les chiffres font en tout 0, ou plus de { $limit } personnes.
fix-forecast-total = Donnez la population de chaque territoire, telle qu’un recensement la compte.
err-forecast-group = La charte n’a pas de groupe « { $id } »; groupes : { $known }.
fix-forecast-group = Employez les identifiants des groupes de la charte.
err-forecast-category = Le groupe { $group } n’a pas de catégorie « { $id } »; catégories : { $known }.
fix-forecast-category = Employez les identifiants des catégories les plus détaillées du groupe.
err-forecast-category-twice = La catégorie « { $id } » figure deux fois; d’abord à la ligne { $first }.
fix-forecast-category-twice = Ne gardez qu’une part par catégorie.
err-forecast-share = Ce n’est pas une part.
fix-forecast-share = Écrivez un nombre de 0 à 1, avec un point : 0.25
err-forecast-share-sum = Les parts du groupe { $group } font { $sum } en tout, et non 1.
fix-forecast-share-sum = Corrigez-les; une catégorie omise compte pour 0.
charter-signed = Signé pour { $member } : { $file }
charter-signed-before = { $member } a déjà signé exactement ces fichiers; rien n’a été modifié.
charter-quorum-reached = Assez de membres ont signé : la charte est adoptée.
charter-quorum-missing =
    { $count ->
        [one] Il manque encore une signature pour que la charte soit adoptée.
       *[other] Il manque encore { $count } signatures pour que la charte soit adoptée.
    }
charter-sign-anew = Signatures qui ne valent pas pour ces fichiers : { $members }. Tant que ces membres n’auront pas signé de nouveau, aucun nœud n’agira sous cette charte.
charter-next-sign = Ensuite : envoyez { $file } aux autres membres; il va dans signatures/ de leurs répertoires.
charter-diff-old = Avant : charte { $id }, version { $version }, empreinte { $digest }…
charter-diff-new = Après : charte { $id }, version { $version }, empreinte { $digest }…
charter-diff-same = Les deux chartes sont identiques, octet pour octet.
charter-diff-bytes = Seuls les octets diffèrent : commentaires, espaces ou façon d’écrire une valeur. Les empreintes diffèrent; les signatures de l’une ne valent donc pas pour l’autre.
charter-next-diff = Les empreintes diffèrent : ce qui était signé doit l’être de nouveau.
charter-topic-protection = Protection des chiffres
charter-topic-purpose = Finalité et fondement juridique
charter-topic-dates = Dates
charter-topic-members = Membres
charter-topic-published = Ce qui peut être publié
charter-topic-coordinators = Qui peut interroger les nœuds
charter-topic-method = Calcul de l’indice
charter-topic-other = Autres changements
change-class = Régime de protection : était « { $was } », est maintenant « { $now } ». Il décide de la protection des chiffres.
change-threshold = { $key } : était { $was }, est maintenant { $now }
change-title = Titre, { $language } : était « { $was } », est maintenant « { $now } »
change-purpose = Finalité, { $language } : était « { $was } », est maintenant « { $now } »
change-target-population = Population visée, { $language } : était « { $was } », est maintenant « { $now } »
change-reference-date = Date de référence, { $language } : était « { $was } », est maintenant « { $now } »
change-authority = Fondement juridique, { $language } : était « { $was } », est maintenant « { $now } »
change-licence = Licence, { $language } : était « { $was } », est maintenant « { $now } »
change-licence-url = Texte de la licence, { $language } : était « { $was } », est maintenant « { $now } »
change-starts = Premier jour de validité : était le { $was }, est maintenant le { $now }
change-ends = Dernier jour de validité : était le { $was }, est maintenant le { $now }
change-member-joins = Le membre « { $member } » ({ $id }) se joint à l’entente, pour { $areas }
change-member-leaves = Le membre « { $member } » ({ $id }) quitte l’entente; il parlait au nom de { $areas }
change-member-name = Membre { $member } : son nom, { $language }, était « { $was } », est maintenant « { $now } »
change-member-legal-authority = Membre { $member } : son fondement juridique, { $language }, était « { $was } », est maintenant « { $now } »
change-member-areas-more = Le membre { $member } parle maintenant aussi au nom de { $areas }
change-member-areas-fewer = Le membre { $member } ne parle plus au nom de { $areas }
change-member-jurisdiction = Membre { $member } : son ressort était { $was }, est maintenant { $now }
change-member-key = Membre { $member }, clé de signature : avant, { $was }; maintenant, { $now }
change-member-authority = Membre { $member }, certificats de son autorité : avant, { $was }; maintenant, { $now }
change-member-population = Membre { $member } : le nombre de personnes était { $was }, est maintenant { $now }
change-member-weight-cap = Membre { $member } : les poids comptaient au plus { $was }, maintenant au plus { $now }
change-member-endpoint = Membre { $member }, adresse de son nœud : avant, { $was }; maintenant, { $now }
change-quorum = Signatures qui mettent la charte en vigueur : { $was } auparavant, { $now } maintenant
change-table-added =
    { $count ->
        [one] Le tableau « { $table } » est nouveau : une cellule de plus peut être publiée
       *[other] Le tableau « { $table } » est nouveau : jusqu’à { $count } cellules de plus peuvent être publiées
    }
change-table-removed =
    { $count ->
        [one] Le tableau « { $table } » n’est plus publié : une cellule de moins
       *[other] Le tableau « { $table } » n’est plus publié : jusqu’à { $count } cellules de moins
    }
change-table-cells = Tableau « { $table } » : peut maintenant avoir jusqu’à { $now ->
        [one] { $now } cellule
       *[other] { $now } cellules
    }; c’était jusqu’à { $was }
change-band-added = La tranche de l’indice « { $band } » est nouvelle : la part des personnes qui s’y trouvent peut être publiée
change-band-removed = La tranche de l’indice « { $band } » disparaît : la part des personnes qui s’y trouvent n’est plus publiée
change-band-label = Tranche de l’indice { $band } : son libellé, { $language }, était « { $was } », est maintenant « { $now } »
change-band-below = Tranche de l’indice « { $band } », limite supérieure : avant, { $was }; maintenant, { $now }
change-cross-border-added = Le territoire transfrontalier « { $area } » ({ $id }) est nouveau : la somme de { $parts }
change-cross-border-removed = Le territoire transfrontalier « { $area } » ({ $id }) n’est plus publié; c’était la somme de { $parts }
change-cross-border-name = Territoire transfrontalier { $area } : son nom, { $language }, était « { $was } », est maintenant « { $now } »
change-cross-border-parts = Territoire transfrontalier { $area } : était la somme de { $was }, est maintenant la somme de { $now }
change-group-added = Le groupe « { $group } » ({ $id }) est nouveau : les enregistrements des membres doivent le contenir
change-group-removed = Le groupe « { $group } » ({ $id }) disparaît : les enregistrements des membres n’ont plus à le contenir
change-group-label = Groupe { $group } : son libellé, { $language }, était « { $was } », est maintenant « { $now } »
change-group-other = Groupe { $group }, catégorie qui recueille toutes les autres valeurs : avant, { $was }; maintenant, { $now }
change-category-added = Groupe { $group } : la catégorie { $category } est nouvelle
change-category-removed = Groupe { $group } : la catégorie { $category } disparaît
change-category-label = Groupe { $group }, catégorie { $category } : son libellé, { $language }, était « { $was } », est maintenant « { $now } »
change-coarser-level-added = Groupe { $group } : on compte maintenant aussi les personnes selon « { $coarser_level } »
change-coarser-level-removed = Groupe { $group } : on ne compte plus les personnes selon « { $coarser_level } »
change-coarser-level-label = Groupe { $group }, niveau { $coarser_level } : son libellé, { $language }, était « { $was } », est maintenant « { $now } »
change-coarser-level-of = Groupe { $group }, « { $coarser_level } » : était { $was }; est maintenant { $now }
change-vintage = Limites territoriales : étaient celles de « { $was } », sont maintenant celles de « { $now } »
change-levels = Niveaux de territoires : étaient { $was }, sont maintenant { $now }
change-level-label = Niveau { $level } : son libellé, { $language }, était « { $was } », est maintenant « { $now } »
change-areas-more =
    { $count ->
        [one] Niveau « { $level } » : un territoire est nouveau : { $areas }
       *[other] Niveau « { $level } » : { $count } territoires sont nouveaux : { $areas }
    }
change-areas-fewer =
    { $count ->
        [one] Niveau « { $level } » : un territoire disparaît : { $areas }
       *[other] Niveau « { $level } » : { $count } territoires disparaissent : { $areas }
    }
change-areas-moved =
    { $count ->
        [one] Niveau « { $level } » : un territoire fait maintenant partie d’un autre : { $areas }
       *[other] Niveau « { $level } » : { $count } territoires font maintenant partie d’un autre : { $areas }
    }
change-areas-renamed =
    { $count ->
        [one] Niveau « { $level } » : un territoire a un autre nom : { $areas }
       *[other] Niveau « { $level } » : { $count } territoires ont un autre nom : { $areas }
    }
change-areas-identified =
    { $count ->
        [one] Niveau « { $level } » : un territoire a un autre IDUGD : { $areas }
       *[other] Niveau « { $level } » : { $count } territoires ont d’autres IDUGD : { $areas }
    }
change-coordinator-joins = Le coordonnateur « { $coordinator } » ({ $identity }) peut désormais demander les chiffres
change-coordinator-leaves = Le coordonnateur « { $coordinator } » ({ $identity }) ne peut plus demander les chiffres
change-coordinator-name = Coordonnateur { $coordinator } : son nom, { $language }, était « { $was } », est maintenant « { $now } »
change-coordinator-jurisdiction = Coordonnateur { $coordinator } : son ressort était { $was }, est maintenant { $now }
change-coordinator-identity = Coordonnateur { $coordinator } : son identité était { $was }, est maintenant { $now }
change-coordinator-authority = Coordonnateur { $coordinator }, certificats de son autorité : avant, { $was }; maintenant, { $now }
change-coordinator-key = Coordonnateur { $coordinator }, clé de signature : avant, { $was }; maintenant, { $now }
change-method-id = Méthode : était { $was }, est maintenant { $now }
change-method-version = Version de la méthode : était { $was }, est maintenant { $now }
change-method-unversioned = La méthode a changé sans que sa version ({ $version }) augmente : l’indice n’est plus comparable; augmentez method.version
change-method-aggregate = L’indice : était la { $was } de ses dimensions, en est maintenant la { $now }
change-method-missing = Réponses manquantes : la règle était « { $was } »; elle est maintenant « { $now } »
change-method-weights = Pondération des personnes : était que { $was }, est maintenant que { $now }
change-method-weight-cap = Poids maximal d’une personne : était { $was }, est maintenant { $now }
change-method-notes = Note affichée avec l’indice, { $language } : était « { $was } », est maintenant « { $now } »
change-method-notes-added = L’indice est maintenant affiché avec la note « { $now } »
change-method-notes-removed = L’indice n’est plus affiché avec la note « { $was } »
change-dimension-added = La dimension « { $dimension } » est nouvelle : sa moyenne peut être publiée
change-dimension-removed = La dimension « { $dimension } » disparaît : sa moyenne n’est plus publiée
change-dimension-label = Dimension { $dimension } : son libellé, { $language }, était « { $was } », est maintenant « { $now } »
change-dimension-weight = Dimension « { $dimension } » : la pondération était { $was }, elle est maintenant { $now }
change-dimension-aggregate = Dimension « { $dimension } » : était la { $was } de ses indicateurs, en est maintenant la { $now }
change-dimension-min-answered = Dimension « { $dimension } » : les réponses nécessaires à un score étaient au nombre de { $was }, elles sont maintenant { $now }
change-indicator-added = L’indicateur « { $indicator } » ({ $id }) est nouveau dans « { $dimension } », avec une pondération de { $weight } : { $scale }. Les enregistrements des membres doivent le contenir
change-indicator-removed = L’indicateur « { $indicator } » ({ $id }) disparaît de « { $dimension } »
change-indicator-label = Indicateur { $indicator } : son libellé, { $language }, était « { $was } », est maintenant « { $now } »
change-indicator-dimension = Indicateur « { $indicator } » : appartenait à { $was }, appartient maintenant à { $now }
change-indicator-scale = Indicateur « { $indicator } » : était {"["}{ $was }{"]"}, est maintenant {"["}{ $now }{"]"}
change-indicator-weight = Indicateur « { $indicator } » : la pondération était { $was }, elle est maintenant { $now }
change-id = Identifiant de la charte : était { $was }, est maintenant { $now }
change-version = Version : était { $was }, est maintenant { $now }
change-order = L’ordre des tableaux, groupes, catégories, dimensions, indicateurs ou tranches de l’indice a changé; il ne décide que de l’ordre des lignes et des colonnes
change-file-added = Le fichier { $file } est nouveau dans le répertoire
change-file-removed = Le fichier { $file } a disparu du répertoire
change-file-changed = Le fichier { $file } a changé
limits-heading = Ce qui ne peut être promis
limit-class-public = Régime « public » : rien n’est protégé; pour des données déjà publiques.
limit-class-private = Régime « private » : bruit connu sur chaque chiffre, borne prouvée.
limit-guess-answers = Réponses d’une personne connue : env. { $about }, au plus { $most } sur 100 devinées.
limit-guess-presence = Présence dans les données : environ { $about }, au plus { $most } sur 100.
limit-guess-surest = C’est une moyenne : du 1 % le plus sûr, environ { $percent } sur 100 sont justes.
limit-guess-household = Quatre d’un ménage, semblables : environ { $about }, au plus { $most } sur 100.
limit-class-controlled = Régime « controlled » : pratique courante pour les enquêtes, sans borne.
limit-counts-controlled = Un compte publié s’écarte d’au plus { $off }.
limit-together-controlled = De tous les tableaux, la plupart des totaux se calculent à ±1 près.
limit-feared-controlled = Qui sait qui a répondu, ou connaît tous les autres, n’est pas arrêté.
limit-editions-controlled = À ne pas employer pour un registre; chaque édition en dit davantage.
limit-feared-public = Nul n’est craint : la cellule d’une seule personne donne ses scores.
limit-guess-public = Aucune probabilité n’est promise : on peut voir qui est dans les données.
limit-together-public = Ménages et personnes présentes chez deux membres : pas protégés non plus.
limit-editions-public = Deux éditions sur les mêmes personnes disent ce qui a changé.
show-heading-agreement = Parties et objet de l’entente
show-members =
    { $count ->
        [one] Un membre adhère à cette charte :
       *[other] { $count } membres adhèrent à cette charte :
    }
show-member = { $name } ({ $id }), qui parle au nom de : { $areas }
show-member-population = Population : { $people }
show-member-weight-cap = Aucun poids de ses personnes ne compte plus de { $cap }
show-member-trust = Ressort : { $jurisdiction }; nœud : { $node }; clé de signature : { $key }; autorité : { $authority }
show-jurisdiction-none = non précisé
show-coordinator-trust = Ressort : { $jurisdiction }; clé de signature : { $key }; autorité : { $authority }
show-authority-file = { $file } (SHA-256 du fichier : { $digest })
show-purpose = Finalité : { $purpose }.
show-authority = Fondement juridique : { $authority }.
show-licence = Quiconque utilise les chiffres peut le faire aux conditions suivantes : { $licence }.
show-no-licence = La charte ne nomme aucune licence pour ce qui est publié.
show-target-population = Population visée : { $people }.
show-reference-date = Date de référence : { $date }.
show-dates = Du { $starts } au { $ends }, ces deux jours compris.
show-quorum =
    { $quorum ->
        [one] L’entente entre en vigueur, à l’égard de chaque signataire, dès qu’un membre sur { $members } a signé.
       *[other] L’entente entre en vigueur, à l’égard de chaque signataire, dès que { $quorum } membres sur { $members } ont signé.
    }
show-witnesses =
    { $witnesses ->
        [one] Au premier démarrage d’un nœud, { $witnesses } autre membre, tiré selon une règle, devient témoin de son journal, avec les coordonnateurs; s’il y en a moins, tous le deviennent.
       *[other] Au premier démarrage d’un nœud, { $witnesses } autres membres, tirés selon une règle, deviennent témoins de son journal, avec les coordonnateurs; s’il y en a moins, tous le deviennent.
    }
show-geography = Lieux : limites de { $vintage }; nombre de territoires à chaque niveau : { $levels }.
show-level = { $level } ({ $areas })
show-heading-records = Ce que doivent contenir les enregistrements de chaque membre
show-records = Une ligne par personne : un identifiant pseudonyme (person_id), le code d’un territoire du niveau « { $level } » (area) et ce qui est énuméré ici. Un identifiant de ménage (household_id) et un poids (weight) peuvent s’y ajouter. Ces enregistrements ne quittent jamais le membre.
show-records-unweighted = Une ligne par personne : un identifiant pseudonyme (person_id), le code d’un territoire du niveau « { $level } » (area) et ce qui est énuméré ici. Un identifiant de ménage (household_id) peut s’y ajouter. Ces enregistrements ne quittent jamais le membre.
show-groups = Groupes, selon lesquels on distingue les personnes :
show-no-groups = Aucun groupe : on ne distingue pas les personnes.
show-group = { $id }, « { $label } » : { $categories }
show-group-other = Toute autre valeur compte pour « { $category } ».
show-coarser-level = Aussi compté selon « { $label } » : { $categories }
show-indicators = Indicateurs, les réponses qui forment l’indice; chacune peut manquer :
show-indicator = { $id }, « { $label } » : { $scale }
show-heading-index = Calcul de l’indice
show-scores = Chaque réponse donne un score de 0 (aucune vulnérabilité) à 100 (vulnérabilité maximale), en proportion entre les extrémités de son échelle. Les réponses forment les dimensions; la pondération de chacune est entre parenthèses :
show-dimension =
    { $count ->
        [one] « { $label } », { $mean } de : { $indicators }. Une seule réponse suffit.
       *[other] « { $label } », { $mean } de : { $indicators }. Une personne qui a moins de { $count } réponses n’a pas de score ici.
    }
show-index = L’indice d’une personne est la { $mean } de : { $dimensions }.
show-missing = Réponses manquantes : { $rule }.
show-weights = Les chiffres d’un territoire ou d’un groupe sont des moyennes sur les personnes qui le composent, chacune avec le poids que donnent les enregistrements (1 à défaut).
show-unweighted = Les chiffres d’un territoire ou d’un groupe sont des moyennes sur les personnes qui le composent.
show-weights-are = Pondération : { $weights }.
show-weight-cap = Un poids supérieur à { $cap } compte pour { $cap }.
show-bands = L’indice est découpé en tranches :
show-band-all = « { $label } » : toute la population
show-band-first = « { $label } » : moins de { $below }
show-band-between = « { $label } » : de { $from } à moins de { $below }
show-band-last = « { $label } » : { $from } et plus
show-notes = Affiché partout où l’indice est affiché : « { $notes } »
show-heading-published = Ce qui peut être publié
show-figures = Des tableaux de cellules. Une cellule est un territoire, ou un groupe de personnes de ce territoire, et peut montrer : combien de personnes elle représente et leur poids, l’indice moyen, la moyenne de chaque dimension et la part des personnes dans chaque tranche.
show-precision = À côté figure de combien ils peuvent s’écarter du vrai : des erreurs types et, pour l’indice, un intervalle et un intervalle de rangs.
show-tables = Les tableaux :
show-table-everybody =
    { $count ->
        [one] Territoires du niveau « { $level } », toute la population : une cellule
       *[other] Territoires du niveau « { $level } », toute la population : au plus { $count } cellules
    }
show-table-groups =
    { $count ->
        [one] Territoires du niveau « { $level } » selon { $groups } : une cellule
       *[other] Territoires du niveau « { $level } » selon { $groups } : au plus { $count } cellules
    }
show-cells =
    { $count ->
        [one] En tout, une cellule.
       *[other] En tout, au plus { $count } cellules.
    }
show-cross-border-head = Parmi ces cellules figurent celles de territoires transfrontaliers, chacune étant la somme de cellules publiées :
show-cross-border = { $name }, au niveau « { $level } » : { $parts }
show-totals = Les chiffres sont calés sur des totaux publics après le bruit : { $count }, par { $table } (totals.csv). Ceux qui sont peu à côté du bruit sont pris avec d’autres; l’édition dit combien de totaux tiennent seuls.
show-never = Jamais publiés : l’enregistrement, les réponses ou l’identifiant de quiconque; la plus petite valeur, la plus grande ou la valeur médiane d’une cellule; un territoire, un groupe ou une combinaison qui n’est pas énuméré ici.
show-only = Un nœud ne répond qu’à partir de ces tableaux, et toujours la même chose à la même question.
show-heading-protection = Protection des chiffres
show-class-public = Régime de protection « public » : les chiffres sont exacts et rien n’est supprimé. Cela ne convient qu’à des données déjà publiques.
show-class-controlled = Régime « controlled » : pratique courante pour les enquêtes, sans borne. Chaque chiffre porte le bruit d’un compte, et les cellules dont le compte bruité est petit n’affichent rien. Ce qui protège un répondant, c’est que personne ne sait qui a été interrogé; qui le sait, ou connaît tous les autres, n’est pas arrêté. Il ne convient pas aux registres.
show-class-private = Régime « private » : les cellules exactes sont mesurées une fois, avec un bruit aléatoire, puis disparaissent. Chaque chiffre et chaque état publié d’une édition, maintenant ou plus tard, découle de ces mesures; ce que l’on peut y apprendre d’une personne a donc une borne prouvée. Une autre édition, celle de l’an prochain ou une édition corrigée, mesure de nouveau et coûte de nouveau.
show-rules = Ces règles sont en vigueur, que la charte les fixe ou non (leur clé est entre parenthèses) :
show-rules-stricter = Un membre peut être plus strict dans son propre nœud, jamais moins.
show-budget = Rien n’est tiré avant que votre responsable n’ait adopté un budget : ce que toutes les éditions ensemble peuvent coûter (lifetime_rho), et des témoins hors de votre administration qui connaissent chacune avant qu’elle soit tirée. Ce qui a été dépensé n’est jamais rendu.
rule-rho = Perte de confidentialité d’une édition : ρ = { $rho } (confidentialité différentielle concentrée); soit ε = { $epsilon } pour δ = { $delta } (rho, delta).
rule-guess-answers = Réponses d’une personne connue, devinées à 50/50 au départ, en moyenne sur les personnes : environ { $about } % de justes, au plus { $most } %.
rule-guess-presence = Présence d’une personne dans les données : environ { $about } %, au plus { $most } %.
rule-guess-two-members = Présence dans les données de deux membres : environ { $about } %, au plus { $most } %.
rule-guess-household-2 = Un ménage de deux personnes semblables : environ { $about } %, au plus { $most } %.
rule-guess-household-4 = Un ménage de quatre personnes semblables : environ { $about } %, au plus { $most } %.
rule-guess-surest = Ce sont des moyennes : du 1 % dont un attaquant est le plus sûr, environ { $answers } % sont justes sur les réponses, { $presence } % sur la présence.
rule-guess-change = Tout ce qui peut changer dans l’enregistrement d’une personne, quoi que ce soit, coûte au plus 4ρ = { $rho } : deviné juste dans au plus { $most } % des cas.
rule-lifetimes = Éditions que permet un budget à vie : { $editions }.
rule-lifetime-one = ρ = { $lifetime } : { $editions }
rule-people = { $level }, personnes qu’il faut pour que l’erreur d’un indice soit de moins de 2 points : { $everybody }; dans les tableaux aux groupes les plus nombreux : { $finest }.
rule-people-groups = { $level }, personnes qu’il faut pour que l’erreur d’un indice soit de moins de 2 points : { $finest }.
rule-people-any = Personnes qu’il faut à un membre pour qu’un indice, quel qu’il soit, soit à 20 points près : { $people }.
rule-noise = Chaque chiffre porte le bruit d’un compte, tiré d’après les contributeurs et le nom de la cellule : aucun compte publié ne s’écarte de plus de { $persons }.
rule-averages = De tous les tableaux ensemble, la plupart des totaux se calculent à ±1 près, souvent exactement.
rule-register = Personne n’a de poids ici, comme dans un registre. On sait qui figure dans un registre; ce régime n’y protège donc personne : prenez le régime private.
rule-min-frequency = Une cellule dont le compte bruité est sous une limite n’affiche rien (min_frequency) : { $value }. C’est une règle sur les nombres imprimés, non sur les personnes. Elle cache des cellules plus grandes et en montre de plus petites; ce qu’elle cache se déduit des marges, et les intervalles ne valent pas pour les petites cellules montrées.
help-charter-agreement = Remplir l’ébauche d’une entente à partir d’une charte
help-charter-agreement-folder = Répertoire de la charte
help-charter-agreement-out = L’écrire dans un nouveau fichier au lieu de l’afficher
examples-charter-agreement =
    archipel charter agreement ma-charte
    archipel charter agreement ma-charte --out entente.md
agreement-next = Ensuite : remplissez ce qui est [entre crochets] dans { $path }, avec des conseillers juridiques. Pour comparer avec la charte :
    archipel charter show { $folder }
agreement-no-coordinator = [personne encore : la charte ne nomme pas de coordonnateur]
agreement-authority = { $member } : { $authority }
agreement-dimension = dimension
agreement-indicator = indicateur
agreement-answer = réponse
agreement-group = { $label } ({ $id }) : { $categories }
agreement-coarser-level = aussi selon { $label } ({ $id }) : { $categories }
agreement-cross-border = Territoires transfrontaliers, chacun étant la somme de ses parties :
agreement-public = Les chiffres sont exacts et rien n’est supprimé. Cela ne convient qu’à des données déjà publiques. Ce qui est dit plus bas des cellules supprimées n’a pas d’effet sous ce régime.
agreement-budget =
    Hors de la charte, les membres conviennent de ce que toutes les éditions ensemble peuvent coûter, et de qui le sait avant que rien soit tiré. Chaque responsable adopte les deux avec une signature (`archipel node budget --adopt`). D’ici là, le nœud de ce membre ne tire rien; ce qui a été dépensé n’est jamais rendu.

    | membre | ρ à vie de toutes ses éditions (`lifetime_rho`) | témoins de ce qu’il dépense, trois ou plus |
    | --- | --- | --- |
    | [membre] | [ρ; pour combien d’éditions, en combien d’années] | [autres membres, le coordonnateur] |
agreement-method = L’indice est la { $mean } de : { $dimensions } (méthode { $id }, version { $version }).
show-heading-coordinators = Qui peut interroger les nœuds
show-coordinators = Seuls peuvent demander aux nœuds leurs chiffres publiés et les combiner :
show-no-coordinators = La charte ne nomme pas encore de coordonnateur : personne ne peut les interroger.
show-coordinator = { $name } ({ $identity })
show-coordinators-limits = Ils ne reçoivent que des chiffres publiés : ni enregistrements, ni clés.
show-heading-signature = Ce que signifie votre signature
show-signature-meaning = En signant, votre administration accepte tout ce qui précède, exactement dans ces fichiers, et permet à son nœud de produire des diffusions selon cette charte dès qu’elle est en vigueur.
show-signature-limits = Dès lors, il répond de lui-même aux coordonnateurs nommés ci-dessus : sous le régime « public », aucune diffusion ne vous attend. Une charte qui change est une autre charte : il faut de nouvelles signatures.
show-signature-waits = Ensuite, chaque diffusion vous attend : le nœud ne répond à personne avant que votre responsable l’ait approuvée. Seule une approbation permanente dans son policy.toml laisse répondre d’elles-mêmes les diffusions selon cette même charte, cette méthode et ces tableaux. Une charte qui change est une autre charte : il faut de nouvelles signatures.
show-heading-digest = L’empreinte
show-digest = Avant de signer, appelez un autre membre et comparez ces chiffres et lettres un à un. S’il y a une différence, vous n’avez pas les mêmes fichiers.

### end of charter

### text and delimited

err-text-other-encoding = Le fichier est du texte en { $encoding }, et non en UTF-8.
fix-text-other-encoding = Enregistrez-le de nouveau en UTF-8; les tableurs disent « CSV UTF-8 ».
err-text-not-utf8 = Le fichier n’est pas du texte UTF-8.
fix-text-not-utf8 = Enregistrez-le de nouveau en UTF-8.
err-text-workbook = C’est un classeur de tableur, quoi qu’en dise son nom.
fix-text-workbook = Ouvrez-le dans le tableur et enregistrez la feuille en « CSV UTF-8 ».
err-text-other-kind = C’est un fichier { $kind }, et non du texte.
fix-text-other-kind = Décompressez-le, ou enregistrez son contenu comme texte (la feuille d’un classeur en « CSV UTF-8 »), et donnez ce fichier-là.
err-delimited-empty = Le fichier est vide.
fix-delimited-empty = Exportez-le de nouveau; la première ligne nomme les colonnes.
err-delimited-header = L’en-tête du fichier n’est pas « { $expected } ».
fix-delimited-header = Écrivez ces noms, dans cet ordre, à la première ligne.
err-delimited-header-below = Les noms des colonnes sont à la ligne { $line }, sous ce qui est lu comme l’en-tête.
fix-delimited-header-below = Retirez les titres placés au-dessus. Si les noms occupent deux lignes, mettez-les sur une seule; la première ligne nomme toutes les colonnes.
err-delimited-header-lines = Un nom de colonne contient un saut de ligne, ou un guillemet ouvert dans l’en-tête se ferme plus bas.
fix-delimited-header-lines = Écrivez chaque nom de colonne sur une seule ligne, et fermez chaque guillemet.
err-delimited-not-utf8 = Le fichier n’est pas du texte UTF-8.
fix-delimited-not-utf8 = Enregistrez-le en « CSV UTF-8 ». Pour des enregistrements de personnes, la table de correspondance peut dire encoding = "windows-1252" sous [file].
err-delimited-record-too-large = Cet enregistrement dépasse { $limit_kib } Kio; la lecture s’est arrêtée ici.
fix-delimited-record-too-large = Le plus souvent, un guillemet a été ouvert sans être fermé; examinez cette ligne.
err-delimited-field-too-large = Un champ de cet enregistrement dépasse { $limit_kib } Kio; la lecture s’est arrêtée ici.
fix-delimited-field-too-large = Cherchez un guillemet resté ouvert; retirez du fichier les textes longs.
err-delimited-open-quote = Un guillemet s’ouvre dans cet enregistrement et ne se referme jamais.
fix-delimited-open-quote = Fermez-le; à l’intérieur d’un texte, un guillemet s’écrit deux fois. Si les guillemets sont des signes comme les autres, la table de correspondance peut dire quote = "none" sous [file].
err-delimited-after-quote = Du texte suit un guillemet fermant dans cet enregistrement.
fix-delimited-after-quote = À l’intérieur d’un texte, un guillemet s’écrit deux fois. Si les guillemets sont des signes comme les autres, la table de correspondance peut dire quote = "none" sous [file].
err-delimited-field-lines = Il y a un saut de ligne dans ce qui devrait être un seul code, nom ou nombre.
fix-delimited-field-lines = Le plus souvent, un guillemet ouvert à cette ligne se ferme plus bas : tout ce qui se trouve entre les deux a été lu comme un seul champ. Fermez-le, ou retirez le saut de ligne.
err-delimited-field-count = Champs de cette ligne : { $found }; de l’en-tête : { $expected }.
fix-delimited-field-count = Donnez chaque champ; mettez entre guillemets les valeurs qui contiennent le séparateur, et fermez chaque guillemet.

### ingest

err-ingest-file-type = Ce fichier n’est ni un .csv ni un .parquet.
fix-ingest-file-type = Enregistrez les données en CSV ou en Parquet, avec cette extension.
err-ingest-file-missing = Il n’y a pas de fichier à cet endroit.
fix-ingest-file-missing = Vérifiez le chemin et le nom.
err-ingest-folder = C’est un répertoire, et non un fichier.
fix-ingest-folder = Indiquez un seul fichier de données.
err-ingest-unreadable = La lecture du fichier a échoué : { $reason }.
fix-ingest-unreadable = Vérifiez les droits d’accès au fichier et le disque où il se trouve.
err-ingest-no-rows = Le fichier a un en-tête, mais ne compte personne.
fix-ingest-no-rows = Exportez-le de nouveau, avec ses enregistrements.
err-ingest-no-header = L’en-tête ne nomme aucune des colonnes que demandent la charte et la table de correspondance.
fix-ingest-no-header = Mettez le nom des colonnes en première ligne. S’il y est déjà, corrigez delimiter dans la table de correspondance sous [file], ou les noms sous [columns].
err-ingest-header-twice = L’en-tête a deux colonnes de ce nom.
fix-ingest-header-twice = Renommez ou retirez l’une des deux.
err-ingest-parquet-broken = Impossible de lire ce fichier comme du Parquet.
fix-ingest-parquet-broken = Produisez-le de nouveau avec un autre outil ou une autre version, sans chiffrement; il a pu être tronqué en chemin.
err-ingest-parquet-compression = La colonne est compressée avec { $compression }, que cette version ne sait pas lire.
fix-ingest-parquet-compression = Produisez le fichier avec zstd, snappy, gzip, lz4 ou sans compression.
err-ingest-parquet-nested = La colonne contient des listes ou des structures.
fix-ingest-parquet-nested = Donnez une seule valeur simple par personne et par colonne.
err-ingest-parquet-type = La colonne est du type { $found }; il faut des codes ou des nombres.
fix-ingest-parquet-type = Produisez-la en texte, en nombre entier, en nombre décimal ou en valeur logique.
err-ingest-parquet-not-text = Un texte de cette colonne n’est pas en UTF-8.
fix-ingest-parquet-not-text = Produisez le fichier de nouveau, avec des textes en UTF-8.
err-ingest-mapping-delimiter = Ce texte ne peut pas séparer des champs.
fix-ingest-mapping-delimiter = Donnez un seul caractère, comme "," ";" "|" ou "\t".
err-ingest-mapping-code-and-missing = Le code a une traduction et signifie aussi l’absence de réponse.
fix-ingest-mapping-code-and-missing = Retirez-le de codes ou de missing.
err-ingest-mapping-not-asked = La charte ne demande pas « { $name } ».
fix-ingest-mapping-not-asked = Retirez la ligne, ou écrivez ce que la charte demande; le plus proche est { $nearest }.
err-ingest-mapping-missing-hides = Le code « { $code } » signifie ici une absence, mais c’est l’un de ceux que { $name } a dans la charte : personne ne pourrait l’avoir.
fix-ingest-mapping-missing-hides = Retirez-le de missing. Si le fichier contient les deux, donnez à la colonne un missing à elle, ou aucun : missing = [].
err-ingest-mapping-code-target = Le code est traduit par une valeur que { $name } n’admet pas dans cette charte.
fix-ingest-mapping-code-target = À droite de « = », écrivez 1 ou 0 pour oui ou non, un échelon, un nombre ou un code de la charte; un texte vide signifie l’absence de réponse.
err-ingest-column-absent = Le fichier n’a pas de colonne « { $column } ».
fix-ingest-column-absent = Nommez la bonne colonne dans la table de correspondance sous [columns]; la plus proche dans le fichier est « { $nearest } ».
err-ingest-column-alike = Le fichier a une colonne dont le nom ressemble à « { $column } », à des caractères invisibles près : { $characters }.
fix-ingest-column-alike = Réécrivez le nom de la colonne sans eux; ou copiez-le du fichier dans la table de correspondance, sous [columns].
err-ingest-value-missing = Il n’y a pas de valeur, alors que { $name } en exige une.
fix-ingest-value-missing = Complétez l’enregistrement, ou retirez la personne du fichier. Si un code valide passe pour une absence de réponse, corrigez missing dans la table de correspondance.
err-ingest-code-unlisted = La table de correspondance de { $name } n’énumère pas ce code.
fix-ingest-code-unlisted = Ajoutez-le à codes ou à missing. Une lettre accentuée peut être stockée de deux façons d’apparence identique; écrivez le code comme dans le fichier.
err-ingest-category-unknown = Dans la charte, { $name } n’a pas cette catégorie.
fix-ingest-category-unknown = Traduisez le code dans la table de correspondance avec codes.
err-ingest-category-alike = C’est presque une catégorie de { $name } : seuls diffèrent des zéros en tête, un .0, des majuscules, des espaces ou la manière de coder les accents.
fix-ingest-category-alike = Écrivez le code comme dans la charte; les tableurs gardent les zéros si la colonne est en texte. Ou traduisez-le, avec tous les autres, dans la table de correspondance avec codes.
err-ingest-hidden-characters = Il y a ici des caractères invisibles : { $characters }.
fix-ingest-hidden-characters = Retirez-les du fichier. U+00A0 et U+202F sont des espaces insécables, venues de textes ou de pages Web, ou placées entre les milliers.
err-ingest-joined-twice = D’autres parties forment le même code joint à la ligne { $first }, comme 1 et 11, 11 et 1 : on ne peut dire lequel est voulu.
fix-ingest-joined-twice = Donnez aux parties leurs zéros en tête; ou écrivez un séparateur dans la table de correspondance, comme separator = "-", et traduisez les codes.
err-ingest-not-yes-no = La réponse n’est ni 1 (oui) ni 0 (non).
fix-ingest-not-yes-no = Traduisez-la dans la table de correspondance, par exemple codes = {"{"} "2" = "0" {"}"}, ou ajoutez-la à missing.
err-ingest-not-a-step = La réponse n’est pas un nombre entier de 1 à { $steps }.
fix-ingest-not-a-step = Traduisez-la dans la table de correspondance avec codes, ou ajoutez-la à missing.
err-ingest-not-a-number = Ce n’est pas un nombre.
fix-ingest-not-a-number = Le signe décimal est « { $decimal } » (decimal dans la table de correspondance, sous [file]); les milliers ne se séparent pas. Les codes d’absence de réponse, comme NA, vont dans missing.
err-ingest-weight-forbidden = La table de correspondance nomme un poids, mais la charte dit que personne n’en a (weights = "none").
fix-ingest-weight-forbidden = Retirez la ligne, ou faites modifier la charte.
err-ingest-weight-needed = La table de correspondance dit que personne n’a de poids, mais la charte dit que chacun en a un.
fix-ingest-weight-needed = Nommez la colonne des poids, ou faites modifier la charte.
err-ingest-mostly-out-of-range = La plupart des nombres de cette colonne ({ $outside } sur { $answered }) dépassent les bornes que la charte fixe pour { $name } : ils semblent être dans une autre unité. Au-delà d’une borne, toutes les personnes compteraient pareil.
fix-ingest-mostly-out-of-range = Donnez-les dans l’unité de la charte. S’ils sont justes, dites-le dans la table de correspondance, sous [columns] : { $name } = {"{"} column = "…", out_of_range = true {"}"}
err-ingest-weight-negative = Le poids est négatif.
fix-ingest-weight-negative = Corrigez le poids, ou nommez une autre colonne dans la table de correspondance.
err-ingest-weight-too-small = Le poids est inférieur à 0,001, donc trop petit pour une somme précise, et n’est pas 0.
fix-ingest-weight-too-small = Corrigez le poids; ou multipliez tous les poids par le même nombre, dans les fichiers de tous les membres.
err-ingest-weight-too-large = Le poids dépasse { $most }, le maximum par personne lorsque la charte n’a pas de weight_cap.
fix-ingest-weight-too-large = Corrigez le poids, ou nommez une autre colonne dans la table de correspondance.
err-ingest-area-unknown = La géographie de la charte n’a pas ce territoire.
fix-ingest-area-unknown = Les zéros initiaux comptent; gardez les codes en texte. Vérifiez l’année de la géographie, ou traduisez le code dans la table de correspondance avec codes.
err-ingest-area-not-finest = Le territoire est plus grand que le niveau demandé ({ $level }).
fix-ingest-area-not-finest = Donnez à chaque personne un territoire du niveau { $level }.
err-ingest-area-of-another-member = Ce territoire n’est pas de ceux au nom desquels { $member } parle.
fix-ingest-area-of-another-member = Retirez les personnes des autres membres, ou faites corriger la charte.
err-ingest-person-twice = La même personne figure à deux lignes : { $pairs }.
fix-ingest-person-twice = Gardez un seul enregistrement par personne. Si les identifiants se répètent d’un ménage à l’autre, joignez des colonnes dans la table de correspondance : person_id = ["…", "…"].

### end of ingest

### identity and pki

err-identity-federation = Le nom de fédération « { $federation } » ne peut pas figurer dans un certificat.
fix-identity-federation = Prenez l’identifiant de la charte; il doit être en minuscules : a-z 0-9 - _ . (64 au plus).
err-identity-name = « { $name } » n’est pas un nom pour un certificat.
fix-identity-name = Écrivez spiffe://FÉDÉRATION/member/ID/RÔLE/NOM (rôles : node, operator, officer, witness) ou spiffe://FÉDÉRATION/coordinator/NOM; chaque partie compte de 1 à 64 lettres, chiffres, - _ .
err-identity-host = « { $name } » n’est pas un nom d’hôte.
fix-identity-host = Écrivez un nom comme noeud.exemple.org; les adresses vont dans --ip.
err-identity-certificate = Ce n’est pas un certificat utilisable ici.
fix-identity-certificate = Donnez un fichier PEM qui commence par BEGIN CERTIFICATE, tel que l’autorité l’a produit.
err-identity-name-count = Nombre de titulaires nommés (noms URI) : { $count }; il en faut un seul.
fix-identity-name-count = Demandez à l’autorité un certificat qui porte un seul nom SPIFFE.
err-identity-is-authority = C’est le certificat d’une autorité, qui ne sert qu’à en signer d’autres.
fix-identity-is-authority = Donnez le certificat que l’autorité vous a délivré.
err-identity-not-authority = Ce n’est pas le certificat d’une autorité utilisable ici.
fix-identity-not-authority = Donnez le certificat de l’autorité elle-même (authority.pem), non un certificat qu’elle a délivré.
err-identity-key-usage = L’usage de clé du certificat n’est pas « digitalSignature », critique, sans droit de signer des certificats.
fix-identity-key-usage = Demandez à l’autorité un certificat conforme au profil dans certs/.
err-identity-purpose = Il manque un usage étendu de la clé au certificat; il lui faut : { $needed }.
fix-identity-purpose = Demandez à l’autorité un certificat conforme au profil dans certs/.
err-identity-expired = Le certificat a expiré le { $on }.
fix-identity-expired = Faites une nouvelle demande et faites-la signer : archipel pki request. Si la date est invraisemblable, vérifiez l’horloge.
err-identity-not-yet-valid = Le certificat n’est valide qu’à partir du { $from }.
fix-identity-not-yet-valid = Vérifiez l’horloge de cette machine et celle de l’autorité.
err-identity-other-name = Le certificat nomme { $found }; nom attendu ici : { $expected }.
fix-identity-other-name = Donnez le bon certificat, ou corrigez les réglages.
err-identity-other-federation = { $found } n’est pas un nom de la fédération { $expected }.
fix-identity-other-federation = Donnez le certificat délivré pour cette fédération.
err-identity-unknown-party = La charte ne nomme aucune autorité pour { $party }.
fix-identity-unknown-party = Ajoutez le certificat de son autorité à la charte et faites adopter la nouvelle version.
err-identity-wrong-authority = Le certificat n’est pas signé par l’autorité que la charte nomme pour son titulaire.
fix-identity-wrong-authority = Faites signer la demande par cette autorité; les certificats intermédiaires suivent le vôtre dans le même fichier.
err-identity-authority-expired = Le certificat de l’autorité que la charte nomme pour { $party } a expiré le { $on }.
fix-identity-authority-expired = Faites renouveler l’autorité, mettez son nouveau certificat dans la charte et convenez de la nouvelle version. Si la date ne peut être juste, vérifiez l’horloge.
err-identity-authority-not-yet-valid = Le certificat de l’autorité que la charte nomme pour { $party } n’est pas valide avant le { $from }.
fix-identity-authority-not-yet-valid = Vérifiez les horloges de cette machine et de l’autorité.
err-identity-path-length = L’autorité que la charte nomme pour { $party } n’admet { $limit ->
        [0] aucune autorité
        [one] que { $limit } autorité
       *[other] que { $limit } autorités
    } sous elle (longueur de chemin), et le certificat vient de plus bas.
fix-identity-path-length = Faites signer la demande par une autorité dans cette longueur, ou mettez dans la charte une autorité qui en admet plus.
err-identity-name-constraint = Le certificat de l’autorité limite les noms URI (contraintes de noms), ce qui ne peut s’appliquer aux noms employés ici.
fix-identity-name-constraint = Nommez dans la charte une autorité sans cette limite, par exemple une autorité intermédiaire sous elle.
err-identity-key = Ce n’est pas une clé privée utilisable ici.
fix-identity-key = Donnez le fichier de clé produit avec la demande : archipel pki request
err-identity-key-mismatch = La clé privée n’est pas celle du certificat.
fix-identity-key-mismatch = Donnez la clé et le certificat de la même demande; archipel pki show permet de distinguer les certificats.
err-identity-key-open = Le fichier de clé { $path } (mode { $mode }) n’est pas réservé à son propriétaire.
fix-identity-key-open = Fermez-le : chmod 600 { $path } — et faites une nouvelle clé si quelqu’un a pu la lire.
err-identity-file-unreadable = Impossible de lire { $path } : { $reason }.
fix-identity-file-unreadable = Vérifiez le chemin et les droits d’accès.
err-identity-file-unwritable = Impossible d’écrire { $path } : { $reason }.
fix-identity-file-unwritable = Vérifiez le répertoire, les droits d’accès et l’espace libre.
err-identity-file-exists = { $path } existe déjà; une clé n’est jamais écrasée.
fix-identity-file-exists = Donnez un autre répertoire ou un autre nom, ou déplacez l’ancien fichier.
err-identity-request = Ce n’est pas une demande de certificat dont la signature est valide.
fix-identity-request = Demandez de nouveau le fichier .csr, inchangé, tel que produit par archipel pki request.
err-identity-request-key = La demande porte sur une clé qui n’est pas ECDSA P-256.
fix-identity-request-key = Produisez-la avec archipel pki request, ou openssl ecparam -name prime256v1.
err-identity-request-names = La demande porte sur « { $found } »; vous accordez « { $expected } ».
fix-identity-request-names = Voyez avec l’expéditeur ce qui est juste. Corrigez ensuite --id (--dns, --ip), ou faites refaire la demande.
err-identity-other-party = Cette autorité parle pour { $authority }, non pour { $party }.
fix-identity-other-party = Employez l’autorité de { $party }.
err-identity-nothing-to-show = Ce fichier ne contient ni certificat, ni demande, ni clé de signature.
fix-identity-nothing-to-show = Donnez un fichier .pem ou .csr, ou une clé de signature.
err-identity-secret = C’est une clé privée : elle ne s’affiche pas et ne quitte jamais cette machine.
fix-identity-secret = Affichez son certificat ou sa demande.
err-identity-refused = L’autre partie nous a refusés ({ $alert }).
fix-identity-refused = Voyez avec son exploitant : son journal dit pourquoi. Souvent, notre certificat ne vient pas de l’autorité que nomme sa charte.
err-identity-no-certificate = L’autre partie n’a présenté aucun certificat.
fix-identity-no-certificate = Seuls les titulaires d’un certificat de cette fédération peuvent se connecter; faites-en délivrer un à l’appelant.
err-identity-handshake = La connexion protégée n’a pu s’établir : { $reason }.
fix-identity-handshake = Vérifiez que l’hôte et le port sont ceux d’un nœud, et que rien en chemin n’interrompt TLS.
pki-node = nœud « { $name } » du membre { $member }
pki-operator = exploitant « { $name } » du membre { $member }
pki-officer = responsable de la protection des renseignements personnels « { $name } » du membre { $member }
pki-witness = témoin « { $name } » du membre { $member }
pki-coordinator = coordonnateur « { $name } »
pki-for-member = le membre { $member } de { $federation }
pki-for-coordinator = le coordonnateur { $name } de { $federation }
pki-for-charter = qui la charte indique
pki-days-left =
    { $days ->
        [one] reste { $days } jour
       *[other] reste { $days } jours
    }
pki-over = expiré
pki-not-yet = pas encore valide
pki-certificate =
    Certificat : { $whose }
      nom        { $id }
      validité   { $from } – { $to } ({ $left })
      série      { $serial }
      empreinte  { $first }
      (SHA-256)  { $second }
pki-authority =
    Autorité pour { $whose }
      nom        { $subject }
      validité   { $from } – { $to } ({ $left })
      série      { $serial }
      empreinte  { $first }
      (SHA-256)  { $second }
pki-request =
    Demande : { $whose }
      nom        { $id }
      autres     { $others }
      empreinte  { $first }
      (SHA-256)  { $second }
pki-signing-key =
    Clé de signature de { $name }. Ligne pour la charte :
    { $line }
pki-next-authority =
    Ensuite : placez { $certificate } dans le répertoire de la charte
    et nommez-le là avec « authority = … ». Gardez { $key } hors ligne.
pki-next-request =
    Ensuite : envoyez { $csr } à l’autorité et lisez-lui
    l’empreinte au téléphone. { $key } reste ici.
pki-next-issue =
    Ensuite : renvoyez { $certificate }. Ce n’est pas un secret.
pki-next-signing-key = Ensuite : placez la ligne dans la charte, dans votre section [[member]] ou [[coordinator]].
    Gardez { $key } : cette clé signe en votre nom.
pki-next-officer-key = Ensuite : placez la ligne dans la charte, dans votre section [[member]].
    Le responsable garde { $key }, loin du nœud : cette clé signe des décisions.
help-pki = Produire et consulter clés, demandes et certificats; aucune clé n’est transmise
help-pki-authority = Créer l’autorité d’un membre ou d’un coordonnateur (pilotes)
help-pki-authority-federation = Fédération : l’identifiant de la charte
help-pki-authority-member = Membre pour lequel elle parle
help-pki-authority-coordinator = Coordonnateur pour lequel elle parle
help-pki-authority-out = Répertoire pour authority.key et authority.pem
help-pki-authority-days = Validité en jours (par défaut 3650)
help-pki-request = Produire une clé et la demande de son certificat
help-pki-request-federation = Fédération : l’identifiant de la charte
help-pki-request-member = Membre du titulaire
help-pki-request-coordinator = Coordonnateur titulaire
help-pki-request-role = node (nœud), operator, officer ou witness (témoin)
help-pki-request-name = Lequel; une fonction, non une personne : n1, garde, …
help-pki-request-out = Répertoire pour NOM.key et NOM.csr
help-pki-issue = Signer une demande, au nom de l’autorité
help-pki-issue-authority = Répertoire qui contient authority.key et authority.pem
help-pki-issue-csr = La demande
help-pki-issue-id = Nom que vous accordez; comparez d’abord les empreintes
help-pki-issue-days = Validité en jours (par défaut 365)
help-pki-issue-dns = Nom d’hôte en plus, pour d’autres logiciels (répétable)
help-pki-issue-ip = Adresse en plus, pour d’autres logiciels (répétable)
help-pki-issue-out = Fichier du certificat
help-pki-show = Dire à qui appartient un certificat, une demande ou une clé
help-pki-show-file = Le fichier
help-pki-signing-key = Produire la clé qui signe les chartes, ou les décisions du responsable
help-pki-signing-key-name = CHARTE/ID, l’identifiant de la charte et le vôtre; CHARTE/ID/officer pour des décisions
help-pki-signing-key-out = Fichier de la clé
examples-pki-authority =
    archipel pki authority --federation evi-2026 --member on --out autorite
examples-pki-request =
    archipel pki request --federation evi-2026 --member on \
      --role node --name n1 --out identite
    archipel pki request --federation evi-2026 --coordinator hub --out identite
examples-pki-issue =
    archipel pki show n1.csr
    archipel pki issue --authority autorite --csr n1.csr \
      --id spiffe://evi-2026/member/on/node/n1 --out n1.pem
examples-pki-signing-key = archipel pki signing-key --name evi-2026/on --out signature.key
    archipel pki signing-key --name evi-2026/on/officer --out officer.key

### end of identity and pki

### store


err-store-locked = Le répertoire de données { $path } est utilisé par un autre processus.
fix-store-locked = Arrêtez l’autre nœud, ou attendez la fin de l’autre commande.
err-store-absent = Il n’y a pas de données de nœud dans { $path }.
fix-store-absent = Créez-les avec archipel node init, ou corrigez « data » dans node.toml.
err-store-exists = Il y a déjà des données de nœud dans { $path }.
fix-store-exists = Utilisez-les, ou choisissez un autre répertoire.
err-store-other-member = Les données dans { $path } appartiennent au membre { $member }.
fix-store-other-member = Corrigez « member » ou « data » dans node.toml.
err-store-format = Les données dans { $path } ont été écrites par une autre version de ce programme.
fix-store-format = Utilisez la version qui les a écrites, ou faites un nouveau répertoire de données et chargez-y les fichiers. Le journal, la clé du nœud comme témoin et l’adoption du budget tiennent à l’ancien : nommez un autre répertoire par log dans node.toml, et que le responsable adopte de nouveau un budget.
err-store-part-format = Une partie des données est au format d’une autre version de ce programme : { $what }.
fix-store-part-format = Utilisez la version qui l’a écrite. Si aucune autre n’a jamais servi ici, restaurez la sauvegarde : le fichier a été modifié.
err-store-wrong-key = La clé maîtresse n’est pas celle qui a scellé ces données.
fix-store-wrong-key = Corrigez « master_key » dans node.toml, ou récupérez la clé à partir de sa sauvegarde.
err-store-key-file = La clé maîtresse { $path } est inutilisable : { $reason }.
fix-store-key-file = Restaurez le fichier à partir de sa sauvegarde; sans lui, les données restent fermées.
err-store-io = { $path } : { $reason }.
fix-store-io = Vérifiez le disque, son espace libre et les droits, puis réessayez : rien n’est resté à moitié fait.
err-store-damaged = Une partie des données n’est plus ce qui a été écrit : { $what }.
fix-store-damaged = N’utilisez plus ce répertoire : restaurez la sauvegarde, ou chargez les fichiers dans un nouveau.
err-store-weights-too-large = Les poids du jeu de données totalisent { $limit } ou plus.
fix-store-weights-too-large = Vérifiez la colonne des poids : est-ce une autre grandeur, ou une autre échelle?
err-store-period-taken = Il y a déjà un jeu de données de la période { $period }.
fix-store-period-taken = Ajoutez --replace pour que le nouveau prenne sa place.
### end of store

### method and cube


### end of method and cube

### node


help-node = Installer et faire tourner le nœud d’un membre, et charger ses données
help-node-init = Créer le répertoire d’un nœud : réglages, clé maîtresse, données
help-node-init-folder = Répertoire à créer
help-node-init-member = Identifiant du membre dans la charte
help-node-init-charter = Répertoire de la charte
help-node-init-listen = Adresse pour les coordonnateurs (par défaut 0.0.0.0:7443)
help-node-serve = Servir les coordonnateurs jusqu’à Ctrl-C
help-node-serve-config = Fichier de réglages (par défaut node.toml)
help-node-ingest = Charger un fichier CSV ou Parquet, en entier ou pas du tout
help-node-ingest-file = Fichier d’enregistrements de personnes
help-node-ingest-period = Période : 2021, 2021-04, 2021-Q2 ou 2021-2022
help-node-ingest-mapping = Comment le fichier dit ce que la charte demande (mapping.toml)
help-node-ingest-replace = Remplacer le jeu de données de cette période
help-node-ingest-check = Dire seulement ce que le chargement trouverait, colonne par colonne
help-node-ingest-config = Fichier de réglages (par défaut node.toml)
help-node-datasets = Énumérer les jeux de données
help-node-datasets-config = Fichier de réglages (par défaut node.toml)
help-node-status = Dire comment va le nœud : charte, jeux de données, éditions
help-node-status-config = Fichier de réglages (par défaut node.toml)
help-node-budget = Dire ce qu’ont coûté les éditions, et pour combien d’autres il en reste
help-node-budget-config = Fichier de réglages (node.toml par défaut)
examples-node-ingest = archipel node ingest personnes.csv --period 2021 --check
    archipel node ingest personnes.csv --period 2021 --mapping mapping.toml
node-init-done = Nœud de { $member } créé dans { $folder }, sous la charte { $digest }.
node-init-next = Ensuite :
    1. archipel pki request --federation { $federation } --member { $member } --role node --name node --out { $folder }
    2. faites signer node.csr par votre autorité (archipel pki issue) et enregistrez le certificat sous { $folder }/node.pem
    3. archipel node ingest FICHIER --period PÉRIODE --config { $folder }/node.toml
    4. archipel node serve --config { $folder }/node.toml
node-init-next-private = En régime private, rien ne peut être tiré avant que le responsable ait adopté un budget :
    5. montrez aux autres la clé de témoin de ce nœud, et obtenez la leur : archipel node status --config { $folder }/node.toml
    6. écrivez dans { $folder }/policy.toml ce que toutes les éditions peuvent coûter ensemble, et ces clés
    7. redémarrez le nœud, qui lit ce fichier à son démarrage, et adoptez le budget :
    archipel node budget --adopt --key FICHIER --config { $folder }/node.toml
node-serving = Le nœud de { $member } est en service à l’adresse { $address }. Ctrl-C l’arrête.
node-stopping = Arrêt : l’étape en cours s’achève d’abord.
node-no-datasets = Aucun jeu de données. Chargez-en un : archipel node ingest FICHIER --period PÉRIODE
dataset-period = Période
dataset-rows = Personnes
dataset-bytes = Octets
dataset-loaded = Chargé (UTC)
dataset-fits = Conforme
node-status-running = { $member } : en marche, version { $software }
node-status-stopped = { $member } : à l’arrêt, version { $software }
node-status-charter = Charte { $charter }, empreinte { $digest }, en vigueur jusqu’au { $ends }
node-status-edition = Édition { $edition } ({ $period }) : { $state }
edition-state-building = diffusion en construction
edition-state-ready = prête
edition-state-waiting = en attente du responsable du membre
edition-state-undrawn = en attente du responsable du membre, ou du tirage
edition-state-failed = diffusion non construite
edition-state-none = non ouverte
ingest-column-column = Charte
ingest-column-from = Fichier
ingest-column-answered = Réponses
ingest-column-missing = Sans réponse
ingest-column-out-of-range = Hors limites
ingest-column-unknown = Inconnues
ingest-ignored = Colonnes du fichier que rien ne demande : { $columns }
ingest-multiline =
    { $count ->
        [one] { $file } : un enregistrement occupe plusieurs lignes, à partir de la ligne { $line }. Vérifiez si ses guillemets sont bien voulus.
       *[other] { $file } : { $number } enregistrements occupent plusieurs lignes; le premier commence à la ligne { $line }. Vérifiez si ses guillemets sont bien voulus.
    }
ingest-check-passed = Rien ne s’oppose au chargement de { $rows ->
        [one] { $rows } personne
       *[other] { $rows } personnes
    }. Chargez-les sans --check.
ingest-done = { $rows ->
        [one] { $rows } personne chargée
       *[other] { $rows } personnes chargées
    } pour { $period }. Si le nœud n’est pas déjà en marche, ensuite :
    archipel node serve --config { $config }
ingest-release-stands = Une diffusion de { $period } existe. Elle vient des données précédentes, continue de répondre et n’est jamais refaite : de nouvelles données demandent une nouvelle édition, par archipel edition open --revision N, qui est soumise de nouveau au responsable.
budget-head = Une édition coûte ρ = { $rho }; dépensé : { $spent } sur { $lifetime }.
budget-left = Reste : { $left }, éditions que cela permet : { $editions }.
budget-no-lifetime = Rien ne peut être tiré avant que le responsable n’ait adopté un budget.
budget-edition = Édition
budget-period = Période
budget-rho = ρ
budget-outcome = Ce qui en est advenu
budget-outcome-reserved = réservé, pas encore tiré
budget-outcome-cosigned = connu d’assez de témoins, pas encore tiré
budget-outcome-spent = tiré
budget-outcome-burnt = perdue, et toujours comptée
budget-outcome-found = perdue par ce journal, connue de témoins
budget-nothing = Aucune édition n’a encore rien coûté.
budget-next-lacks = Ensuite : le responsable écrit dans policy.toml lifetime_rho et les témoins avec leurs clés, et le nœud est redémarré, car il lit ce fichier à son démarrage. Puis :
    archipel node budget --adopt --key FICHIER{ $config }
budget-next-adopt = Ensuite, si le responsable y consent :
    archipel node budget --adopt --key FICHIER{ $config }
budget-next-open = Ensuite : un coordonnateur ouvre une édition, et la question vous est posée : archipel edition open
err-node-no-budget = Seul le régime private a un budget.
fix-node-no-budget = La charte de ce nœud est d’un autre régime : archipel charter show dit ce qu’il protège.
progress-ingest = Chargement
err-charter-no-authority = Le fichier de l’autorité de { $party } n’est pas dans le répertoire de la charte.
fix-charter-no-authority = Ajoutez-le, et faites adopter la charte de nouveau.
err-node-bad-answer = La réponse du nœud en marche est illisible.
fix-node-bad-answer = Utilisez la même version pour la commande et le nœud.
err-load-bad-period = « { $period } » n’est pas une période.
fix-load-bad-period = Écrivez une année, un mois, un trimestre ou un exercice : 2021, 2021-04, 2021-Q2, 2021-2022.
err-load-no-file = Aucun fichier pour le membre { $member } dans { $folder }.
fix-load-no-file = Placez-y { $member }.csv ou { $member }.parquet.
err-edition-other-charter = Le nœud agit sous une autre charte (la sienne { $ours }, l’autre { $theirs }).
fix-edition-other-charter = Comparez les répertoires avec archipel charter diff, et installez celui qui a été signé.
err-edition-no-data = Le nœud n’a pas de données pour { $period }.
fix-edition-no-data = Chargez-les : archipel node ingest FICHIER --period { $period }
err-edition-other-dictionary = Les données pour { $period } ont été chargées sous une charte dont les territoires, groupes, indicateurs ou weight_cap diffèrent.
fix-edition-other-dictionary = Rechargez le fichier sous cette charte : archipel node ingest FICHIER --period { $period } --replace
err-edition-not-ready = La diffusion de cette édition n’est pas encore prête.
fix-edition-not-ready = Ouvrez l’édition et attendez qu’elle soit prête : archipel edition open
err-edition-outside-lattice = Ce qui est demandé n’est dans aucune édition ouverte ici, ou pas dans le treillis de la charte.
fix-edition-outside-lattice = Ouvrez l’édition, et demandez les tableaux, territoires et catégories que la charte énumère : archipel charter show
err-node-draining = Le nœud s’arrête.
fix-node-draining = Redemandez quand il sera de retour.
err-edition-build-broke = La construction de la diffusion s’est interrompue dans le nœud.
fix-edition-build-broke = Consultez le journal du nœud, rouvrez l’édition, et signalez ce qu’il dit.
err-serve-bind = { $address } est inutilisable : { $reason }.
fix-serve-bind = Arrêtez ce qui y écoute, ou choisissez une autre adresse dans node.toml.
err-serve-socket-taken = Impossible de créer le socket de l’exploitant { $path } : autre chose s’y trouve ou y écoute.
fix-serve-socket-taken = Arrêtez ce qui y écoute, retirez ce qui est inutile, ou donnez un autre operator_socket dans node.toml.
err-serve-broke = Le service s’est interrompu : { $reason }.
fix-serve-broke = Redémarrez le nœud; rien de ce qui a été confirmé n’est perdu.
help-node-attack = Attaquer une diffusion avec tout ce qu’elle dit, et rapporter ce qui en sort
help-node-attack-edition = Édition, ou le début de son identifiant
help-node-attack-config = Fichier de réglages (par défaut node.toml)
examples-node-attack = archipel node attack 6b1f2a8c9d03
    archipel node attack 6b1f2a8c9d03 > attaque.txt
help-node-releases = Les commandes du responsable : ce qui peut sortir, et ce qui ne le peut pas
help-node-releases-list = Lister les diffusions, et celles qui vous attendent
help-node-releases-list-config = Fichier de réglages (par défaut node.toml)
help-node-releases-show = Dire ce qu’une diffusion révélerait, et ce qu’elle supprime
help-node-releases-show-edition = Édition, ou le début de son identifiant
help-node-releases-show-config = Fichier de réglages (par défaut node.toml)
help-node-releases-approve = Laisser une diffusion répondre; régime private : être tirée, et coûter
help-node-releases-approve-edition = Édition, ou le début de son identifiant
help-node-releases-approve-config = Fichier de réglages (par défaut node.toml)
help-node-releases-refuse = Refuser définitivement une diffusion
help-node-releases-refuse-edition = Édition, ou le début de son identifiant
help-node-releases-refuse-config = Fichier de réglages (par défaut node.toml)
help-node-releases-withdraw = Retirer une diffusion
help-node-releases-withdraw-edition = Édition, ou le début de son identifiant
help-node-releases-withdraw-config = Fichier de réglages (par défaut node.toml)
examples-node-releases-show = archipel node releases show 6b1f2a8c9d03
releases-edition = Édition
releases-period = Période
releases-revision = Révision
releases-state = État
releases-cells = Cellules
releases-none = Il n’y a pas encore de diffusion. La commande archipel edition open du coordonnateur en fait construire une.
releases-next = Ensuite : archipel node releases show ÉDITION{ $config }
release-state-pending = en attente du responsable
release-state-approved = approuvée, pas encore tirée
release-state-burnt = perdue : son coût compte toujours, et elle ne peut plus être tirée
release-state-active = en service
release-state-refused = refusée
release-state-withdrawn = retirée
release-named = { $edition } pour { $period }
release-named-revision = { $edition } pour { $period }, révision { $revision }
release-head = Diffusion { $release } : { $state }
release-data = Faite du jeu de données { $dataset }, le { $day }.
release-costs = Elle coûte ρ = { $rho }; toutes les diffusions coûtent alors ensemble ρ = { $total }. C’est ce que vous approuvez : une fois réservé, ce coût compte, quoi qu’il arrive.
release-cost = Son coût : ρ = { $rho }. Avec elle, toutes les diffusions jusque-là coûtent ρ = { $total }.
release-would-cost = Elle aurait coûté ρ = { $rho }; elle ne coûte rien.
release-lifetime = Toutes les éditions ensemble peuvent coûter ρ = { $lifetime }; reste maintenant : { $left }.
release-plan = Empreinte de son plan : { $digest }
release-not-drawn = { $state ->
        [refused] Aucun chiffre n’a été tiré, et aucun ne le sera.
        [burnt] Il n’y a ici aucun chiffre d’elle, et aucun ne peut plus être tiré.
       *[other] Aucun chiffre n’est encore tiré : ce qui sortira dépend d’un bruit que personne ne connaît d’avance.
    }
release-cells = { $published ->
        [one] { $published } cellule avec des chiffres
       *[other] { $published } cellules avec des chiffres
    }, { $withheld } sans : { $state ->
        [pending] celles mêmes qui seront données en réponse.
        [refused] aucune n’est jamais donnée en réponse.
        [withdrawn] celles mêmes qui ont été données en réponse.
       *[other] celles mêmes qui sont données en réponse.
    }
release-digest = Empreinte de ce qu’elle dit : { $digest }
release-table = Tableau
release-published = Publiées
release-withheld = Supprimées
release-sure = Erreur ≤ 2
release-cells-planned = Cellules
release-noise = Effectif, 95 %
release-next-pending = Ensuite :
    archipel node releases approve { $which }
    ou, ce qui est définitif :
    archipel node releases refuse { $which } --yes
release-next-approved = Elle est tirée, et son coût réservé, quand un coordonnateur rouvre l’édition; rien ne se passe avant. Demandez-lui :
    archipel edition open { $which }
release-next-active = Elle répond. Pour la retirer définitivement :
    archipel node releases withdraw { $which } --yes
release-next-burnt = Rien ne peut plus être tiré pour cette édition. Une révision la remplace, et coûte de nouveau; un coordonnateur l’ouvre :
    archipel edition open { $which }
release-next-sign = Si la clé est ailleurs, --print à la place de --key donne le texte à y signer.
release-next-none = Il n’y a plus rien à décider à son sujet.
release-done-approve = La diffusion { $name } répond désormais.
release-done-spend = La diffusion { $name } peut être tirée.
release-done-refuse = La diffusion { $name } est refusée et ne répondra jamais.
release-done-withdraw = La diffusion { $name } ne répond plus. Ce qui a été dit reste dit.
err-release-unknown = Il n’y a pas de diffusion { $edition } sous cette charte.
fix-release-unknown = Listez-les : archipel node releases list. Donnez au moins 6 chiffres de l’édition.
err-release-state = C’est impossible : la diffusion { $state ->
        [pending] attend le responsable
        [approved] est approuvée et sur le point d’être tirée
        [burnt] n’a jamais été tirée, et a été payée
        [active] est en service
        [refused] est refusée
        [withdrawn] est retirée
       *[other] est dans l’état { $state }
    }.
fix-release-state = { $state ->
        [active] Elle répond déjà; ceci seul la retire : archipel node releases withdraw ÉDITION
       *[other] Examinez-la : archipel node releases show ÉDITION
    }
attack-head = Attaques contre la diffusion { $release } (état : { $state })
attack-of = Membre : { $name } ({ $member }); fédération : { $federation }
attack-about = Chaque attaquant connaît tous les enregistrements sauf un, le plan, et tout ce que dit la diffusion. Rien ici ne regarde une cellule exacte.
attack-cost = Ce que coûte cette diffusion
attack-cost-found = ρ = { $rho }; soit ε = { $epsilon } à δ = { $delta }.
attack-ledger = Ce que toutes les éditions ont coûté, relu dans le journal
attack-ledger-found = ρ = { $spent } sur { $lifetime }. À partir de toutes ensemble, on devine juste les réponses d’une personne connue dans environ { $answers } % des cas, au plus { $answers_most } %; et si quelqu’un est dans les données, dans environ { $presence } %, au plus { $presence_most } %.
attack-membership = Deviner si quelqu’un est dans les données, en connaissant tous les autres
attack-membership-found = Devinettes, la moitié sur des absents, chacun au bout de chaque échelle, d’après toutes les mesures ensemble : { $guesses }. Part juste : { $right }; d’après le plan : { $promised }; points dont le hasard seul peut écarter : { $chance_right }. Distance entre présents et absents, en écarts-types : { $apart }, où la limite est { $claimed }; le hasard seul ajoute au plus { $chance }. Le hasard va plus loin dans 1 attaque sur 1 000. Le bruit a été tiré pour cela, puis jeté.
attack-noise = Le bruit des mesures
attack-noise-found = Ce qui a été mesuré d’un territoire, moins ce qui s’y trouve, n’est que du bruit. La moyenne de ses carrés est de 1 selon le plan; par le hasard seul, elle est entre les bornes données entre parenthèses, sauf dans un cas sur un million.
attack-noise-of = { $level }, { $measured } : { $ratio } (de { $low } à { $high }; nombres : { $numbers })
attack-noise-none = Tous les tableaux sont d’un seul niveau : rien ne fait voir le bruit à part.
attack-measured-people = personnes
attack-measured-bands = tranches
attack-measured-index = indice
attack-measured-dimensions = dimensions
attack-measured-answered = personnes ayant répondu
attack-additive = L’additivité
attack-additive-found = Le plus grand écart entre une cellule et la somme de ce qui s’y trouve est de { $gap } des chiffres : la soustraction n’apprend rien.
attack-statuses = Les états et les chiffres
attack-statuses-found = Cellules dont l’état ou les chiffres ne découlent pas des mesures : { $cells }.
attack-verdict = Verdict
attack-held = Aucune attaque n’a réussi.
attack-succeeded-noise = Le bruit n’est pas aussi grand que le dit le plan.
attack-succeeded-additive = Les parties ne font pas le tout : l’écart apprend quelque chose.
attack-succeeded-statuses = Un état ou un chiffre découle d’autre chose que des mesures.
attack-succeeded-membership = On devine trop souvent juste qui est dans les données.
attack-succeeded-ledger = Le journal ne dit pas que cette diffusion a été tirée au coût approuvé.
attack-signed = Signature
attack-charter = Empreinte de la charte : { $digest }
attack-made = Établi le { $time } par archipel { $version }
attack-name = Nom
attack-date = Date
attack-signature = Signature
attack-next = Pour la garder et la signer : archipel node attack { $edition } > attaque.txt
err-attack-succeeded = Une attaque contre la diffusion { $edition } a réussi : voyez le verdict ci-dessus.
fix-attack-succeeded = Retirez la diffusion : archipel node releases withdraw { $edition }. Puis signalez-le : c’est une erreur du logiciel.
err-release-not-private = Seules les diffusions du régime private promettent quelque chose que l’on puisse attaquer.
fix-release-not-private = Ce que les autres régimes ne promettent pas figure en tête d’archipel node releases show.
err-edition-not-approved = Le responsable de la protection des renseignements personnels du membre n’a pas approuvé la diffusion.
err-edition-no-lifetime = Rien ne peut être tiré : personne n’a décidé de ce que toutes les diffusions sur ces personnes peuvent coûter ensemble.
fix-edition-no-lifetime = Le responsable du membre adopte un budget : lifetime_rho et des témoins dans policy.toml, que le nœud lit à son démarrage, puis archipel node budget --adopt.
err-edition-lost = Les chiffres de cette édition ont été tirés, ou allaient l’être, et sont perdus : ce qu’ils coûtent compte, et nuls autres ne peuvent les remplacer.
fix-edition-lost = Ouvrez une révision de la période, qui coûte de nouveau : archipel edition open --period PÉRIODE --revision N.
err-member-lost-release = Le membre a déjà répondu pour cette édition et tirerait maintenant d’autres chiffres : son nœud a été rétabli d’une copie.
fix-member-lost-release = Avisez son responsable avant que rien de plus ne soit dépensé. Les chiffres que vous avez tiennent; une révision les remplace : archipel edition open --revision N.
err-edition-budget-spent = L’édition coûte ρ = { $rho }, et il ne reste que { $left } de { $lifetime } pour ces personnes.
fix-edition-budget-spent = Ce qui est dépensé le reste. Les éditions publiées continuent de répondre; le responsable du membre peut adopter un lifetime_rho plus grand, s’il peut en répondre.
err-edition-total-changed = Une autre diffusion a été tirée entre-temps : toutes ensemble ne coûteraient plus { $total }.
fix-edition-total-changed = Rouvrez l’édition : le responsable est alors interrogé sur le nouveau total.
fix-edition-not-approved = Adressez-vous au responsable. Au nœud : archipel node releases list
err-edition-class-changed = La diffusion { $edition }, sous le régime « { $class } », existe sur les mêmes personnes; à côté d’elle, une diffusion sous un autre régime en dirait plus que chacune.
fix-edition-class-changed = Gardez le régime sous lequel ces personnes ont d’abord été publiées, ou servez l’autre charte à partir d’un nœud qui a les données d’autres personnes.
err-policy-looser = La politique protégerait moins que la charte, qui dit { $charter }.
err-policy-lifetime = Ce n’est pas une quantité que toutes les diffusions puissent coûter ensemble.
fix-policy-lifetime = Donnez un texte décimal comme lifetime_rho = "0.5" : plus de 0, au plus { $most }, six décimales au plus.
err-policy-lifetime-elsewhere = lifetime_rho n’a pas d’effet ici : il porte sur toutes les éditions d’un membre, et n’appartient à aucune charte ni à aucune section.
fix-policy-lifetime-elsewhere = Écrivez-le dans le policy.toml du nœud, au-dessus de la première section.
err-policy-other-class = La section [{ $section }] n’a pas d’effet : la charte est sous le régime { $class }.
fix-policy-other-class = Enlevez-la. Le régime private prend [privacy], le régime controlled [disclosure], le régime public aucune des deux.
err-policy-witness-key = Ce n’est pas la clé d’un témoin.
fix-policy-witness-key = Donnez toute la ligne, nom+…+…, telle que la dit archipel node status chez un autre membre (« Clé comme témoin d’autres membres »), ou archipel coordinator status.
fix-policy-looser = Donnez la valeur de la charte ou une plus stricte, ou omettez la clé.
err-policy-witness = { $id } ne peut pas être témoin ici : il est nommé deux fois, ou n’est pas partie à la charte et n’a pas de clé à ce nom.
fix-policy-witness = Nommez chaque témoin une fois : l’identifiant d’un membre ou d’un coordonnateur, ou le nom d’une clé avec cette clé.
### end of node

### coordinator


help-coordinator = Installer un coordonnateur et consulter les nœuds des membres
help-coordinator-init = Créer les réglages d’un coordonnateur
help-coordinator-init-folder = Répertoire à créer
help-coordinator-init-id = Identifiant du coordonnateur dans la charte
help-coordinator-init-charter = Répertoire de la charte
help-coordinator-status = Demander à chaque nœud ce qu’il est et ce qu’il contient
help-coordinator-status-config = Fichier de réglages (par défaut coordinator.toml)
coordinator-init-done = Réglages du coordonnateur { $id } créés dans { $folder }.
coordinator-init-next = Ensuite :
    1. archipel pki request --federation { $federation } --coordinator { $name } --out { $folder }
    2. faites signer { $name }.csr par votre autorité (archipel pki issue) et enregistrez le certificat sous { $folder }/{ $name }.pem
    3. archipel coordinator status --config { $folder }/coordinator.toml
err-coordinator-not-named = La charte ne nomme pas le coordonnateur { $id }.
fix-coordinator-not-named = Employez l’identifiant d’un [[coordinator]] de la charte.
status-member = Membre
status-software = Version
status-charter = Charte
status-periods = Périodes
status-charter-same = la même
status-charter-other = une autre
help-edition = Planifier, ouvrir et suivre une édition de l’indice
help-edition-plan = Dire qui peut répondre à quels tableaux, avant tout calcul
help-edition-open = Faire construire sa diffusion à chaque membre, et attendre
help-edition-status = Dire où en est la diffusion de chaque membre
help-edition-plan-period = Période des données
help-edition-open-period = Période des données
help-edition-status-period = Période des données
help-edition-plan-config = Fichier de réglages (par défaut coordinator.toml)
help-edition-open-config = Fichier de réglages (par défaut coordinator.toml)
help-edition-status-config = Fichier de réglages (par défaut coordinator.toml)
plan-can-answer = Peut répondre
plan-all-tables = tous les tableaux ({ $count })
plan-level = Niveau
plan-groups = Groupes
plan-cells = Cellules au plus
plan-summary = Membres qui peuvent répondre pour { $period } : { $able } sur { $members }.
plan-next-open = Les responsables doivent d’abord donner leur accord. Ensuite : archipel edition open { $which }
edition-release = Diffusion
edition-opened = Membres prêts pour { $period } : { $ready } sur { $members }.
edition-obstacle = { $member } : { $what }
edition-next-officers = Ensuite : les responsables décident, avec archipel node releases list à leurs nœuds : { $waiting }. Puis ouvrez de nouveau l’édition :
    archipel edition open { $which }
edition-next-open = Ensuite : archipel edition open { $which }
edition-next-compute = Ensuite : archipel index compute { $which } --out RÉPERTOIRE
err-edition-not-opened = L’édition n’est pas ouverte chez : { $members }.
fix-edition-not-opened = Réglez ce qui est dit de chacun plus haut, puis ouvrez-la de nouveau.
help-index = Calculer l’indice sur tous les membres
help-index-compute = Interroger chaque membre et écrire le dossier de diffusion
help-index-compute-period = Période des données
help-index-compute-out = Nouveau répertoire pour le dossier de diffusion
help-index-compute-require = Règle pour les résultats partiels : all (par défaut) ou quorum=N
help-index-compute-config = Fichier de réglages (par défaut coordinator.toml)
examples-index-compute = archipel index compute --period 2021 --out dossier
    archipel index compute --period 2021 --out dossier --require quorum=10
progress-compute = Membres
progress-waiting = en attente
member-missing = { $member } manque : { $what }
member-missing-fix = {"  "}{ $fix }  [{ $key }]
err-index-quorum-too-large = La règle demande { $quorum ->
        [one] { $quorum } membre
       *[other] { $quorum } membres
    }; la charte en a { $members }.
fix-index-quorum-too-large = Donnez --require all, ou un nombre plus petit.
err-index-too-few-members = Membres ayant répondu : { $answered }; la règle de ce calcul en demande { $needed }. Rien n’a été publié.
fix-index-too-few-members = Occupez-vous des membres nommés ci-dessus, ou décidez d’une autre règle avant le prochain calcul : --require quorum=N
err-member-other-charter = Il agit sous une autre charte (ici { $ours }, là-bas { $theirs }).
fix-member-other-charter = Comparez les deux répertoires avec archipel charter diff.
err-member-no-data = Il n’a pas de données pour { $period }.
fix-member-no-data = Demandez à son exploitant de les charger.
err-member-other-member = Le nœud se dit celui de { $found }.
fix-member-other-member = Vérifiez l’adresse dans la charte.
err-member-other-edition = Il nomme autrement le même calcul (ici { $ours }, là-bas { $theirs }).
fix-member-other-edition = Employez des versions du programme qui vont ensemble.
err-memory-damaged = { $path } n’est pas ce que le coordonnateur y a écrit.
fix-memory-damaged = Reprenez le fichier d’une sauvegarde; à défaut, retirez-le et demandez sa clé au membre.
err-member-incomplete-table = Il manque une ligne à un tableau protégé du membre, pour un lieu ou un groupe.
fix-member-incomplete-table = Demandez au membre quel logiciel fait marcher son nœud. Ce qui manque révélerait quelque chose : rien n’en est utilisé.
err-member-not-additive = Les chiffres du membre ne s’additionnent pas : ceux du régime private le font, car tous découlent des mêmes mesures.
fix-member-not-additive = Priez le responsable de la protection des renseignements personnels du membre d’examiner le nœud et le logiciel qu’il fait marcher; rien de la réponse n’est utilisé.
err-member-other-release = Les tableaux du membre ne sont pas la diffusion qu’il a nommée : { $named }, mais { $found }.
fix-member-other-release = Demandez de nouveau. Si cela persiste, priez le responsable de la protection des renseignements personnels du membre d’examiner le nœud; rien n’en a été utilisé.
err-member-foreign-area = Il répond pour { $area }, qui relève d’un autre membre.
fix-member-foreign-area = Aucun de ses chiffres n’est utilisé. Avertissez son exploitant : les données ou le programme du nœud ne suivent pas la charte.
err-member-asking-broke = La question s’est interrompue dans le coordonnateur.
fix-member-asking-broke = Recommencez, et signalez ce que vous avez vu.
err-peer-deadline = Il n’a pas répondu à temps.
fix-peer-deadline = Interrogez son exploitant, ou donnez-lui plus de temps dans [limits].
err-charter-no-endpoint = La charte ne dit pas où est le nœud de { $member }, ou quelle autorité en répond.
fix-charter-no-endpoint = Ajoutez endpoint = "hôte:port" et authority à ce membre, et faites adopter la charte de nouveau.
err-peer-unreachable = Impossible de le joindre : { $reason }.
fix-peer-unreachable = Vérifiez son adresse, le réseau et s’il est en marche.
err-peer-busy = Il est surchargé.
fix-peer-busy = Recommencez plus tard.
err-peer-malformed = Sa réponse ne suit pas le contrat.
fix-peer-malformed = Employez des versions du programme qui vont ensemble.
err-peer-internal = Quelque chose s’est mal passé chez lui.
fix-peer-internal = Son exploitant en trouve la raison dans le journal du nœud.
err-call-not-allowed = { $who } n’a pas le droit de poser cette question.
fix-call-not-allowed = Employez le certificat d’un coordonnateur que la charte nomme.
err-call-bad-request = La question ne suit pas le contrat.
fix-call-bad-request = Voyez proto/archipel/node/v1/node.proto.
### end of coordinator

### bundle


result-member = Membre
result-index = Indice
result-margin = 95 %
result-coverage = Couverture
result-all = Tous les membres
result-partial =
    { $cells ->
        [one] † Sommes de ce qui est publié : { $cells } omet quelque chose, supprimé ou resté sans réponse.
       *[other] † Sommes de ce qui est publié : { $cells } omettent quelque chose, supprimé ou resté sans réponse.
    }
result-least-covered = Le moins couvert : { $table }, { $percent } % de la population (cellules supprimées : { $withheld } sur { $cells }).
result-no-workbook = Sans index.xlsx : l’indice a plus de lignes qu’il ne peut en contenir ({ $rows }). Elles sont toutes dans index.csv et index.parquet.
result-weights-mixed = Poids mêlés : les personnes de ces membres n’en ont pas et comptent chacune pour 1 : { $members }. Celles des autres en ont. Les sommes des deux ne représentent ni les unes ni les autres; convenez de weights dans la charte, sous [method].
result-bundle = Dossier de diffusion : { $path } ({ $cells ->
        [one] { $cells } cellule
       *[other] { $cells } cellules
    }; membres ayant répondu : { $answered } sur { $members })
result-next = Ensuite : ouvrez { $path }/report.html dans un navigateur; vérifiez le tout, hors ligne, avec : archipel index verify { $path }
### end of bundle

### demo and simulate

err-demo-too-few-people = Trop peu de personnes ({ $people }) : la démonstration en demande au moins { $least }, soit assez pour chaque membre.
fix-demo-too-few-people = Demandez au moins { $least } personnes.

help-demo-people = Personnes dans le pays (par défaut 1 000 000; au moins 5 000 par membre)
help-demo-class = Protection des chiffres : private (par défaut), controlled ou public
help-demo-seed = Graine : la même donne le même pays (par défaut 1)
help-demo-out = Nouveau répertoire pour le dossier de diffusion (par défaut archipel-demo)
help-demo-threads = Fils d’exécution (par défaut : tous les cœurs)
help-demo-timings = Écrire la durée de chaque étape dans ce fichier JSON
help-demo-keep = Continuer de servir jusqu’à Ctrl-C; live.json dit comment se connecter
help-simulate = Faire tourner votre charte et vos fichiers sur cette machine, un vrai nœud par membre
help-simulate-charter = Répertoire de la charte
help-simulate-data = Répertoire avec <membre>.csv ou .parquet et mapping.toml
help-simulate-out = Nouveau répertoire pour le dossier de diffusion
help-simulate-period = Période des données (par défaut : l’année où la charte commence)
help-simulate-require = Règle pour les résultats partiels : all (par défaut) ou quorum=N
help-simulate-threads = Fils d’exécution (par défaut : tous les cœurs)
help-simulate-timings = Écrire la durée de chaque étape dans ce fichier JSON
help-simulate-keep = Continuer de servir jusqu’à Ctrl-C; live.json dit comment se connecter
progress-people = Création des personnes
rehearsal-live = Les nœuds continuent de servir; { $path } dit comment se connecter. Ctrl-C termine.
demo-title = DEMO / DÉMO · personnes synthétiques : personne dans ce pays n’existe.
demo-no-survey = * aucune enquête nationale sur l’usage d’Internet ne couvre les territoires
demo-cross-border = À cheval sur une frontière provinciale
demo-sure = Part des personnes dans des chiffres dont l’erreur est d’au plus { $points ->
        [one] { $points } point
       *[other] { $points } points
    }
demo-sure-everybody = toutes les personnes
demo-classes = Les régimes côte à côte (archipel demo --class …)
demo-class-private = private     ρ = { $rho } : réponses devinées à env. { $about } %, au plus { $most } %
demo-class-controlled = controlled  sans borne; un compte publié s’écarte d’au plus { $off }
demo-class-public = public      rien n’est protégé : pour des données déjà publiques
demo-needs = Enregistrements à partir desquels le bruit seul est une erreur d’au plus { $points ->
        [one] { $points } point
       *[other] { $points } points
    }
demo-margins = Ce qui figure sous 95 % est le bruit seul dans private et controlled : les chiffres d’une enquête ont en plus une erreur d’échantillonnage. Dans public, c’est l’erreur d’échantillonnage.
demo-next = DEMO / DÉMO · synthétique. Ensuite : ouvrez { $path }/report.html dans un navigateur, puis essayez
    archipel index verify { $path }
    archipel demo --lang en --seed 2
    archipel guide
    archipel charter new ma-charte
### end of demo and simulate
err-member-foreign-log = Le journal que nomme le nœud du membre n’est pas celui du membre : { $log }.
fix-member-foreign-log = Demandez au membre quel nœud répond à cette adresse. Son journal porte le nom du membre.
err-member-other-key = Le journal du nœud du membre a une autre clé qu’auparavant : { $found }, auparavant { $known }.
fix-member-other-key = Demandez au membre. Si son nœud a été installé à neuf, retirez du répertoire de mémoire le fichier .vkey du membre.
err-member-changed-release = Le nœud du membre avait dit une autre diffusion de cette édition. Une diffusion ne change jamais une fois dite.
fix-member-changed-release = Demandez au membre laquelle des deux son responsable a approuvée. Celle d’avant est nommée dans le répertoire de mémoire.
err-member-log-forked = Le journal du membre ne continue pas { $known ->
        [one] l’inscription qu’il avait
       *[other] les { $known } inscriptions qu’il avait
    }; il en montre { $found }.
fix-member-log-forked = N’utilisez pas ses chiffres. Son journal a été ramené en arrière ou réécrit; gardez le répertoire de mémoire comme preuve et demandez au responsable du membre.
err-receipt-not-proved = Le reçu ne prouve pas que la réponse est dans le journal du membre.
fix-receipt-not-proved = N’utilisez pas les chiffres. Demandez au membre de vérifier son journal avec archipel audit verify.
err-receipt-other-answer = Le reçu parle d’une autre réponse : { $field } diffère.
fix-receipt-other-answer = N’utilisez pas les chiffres. Demandez au membre de vérifier son journal avec archipel audit verify.
err-log-locked = Le journal dans { $path } est tenu par un autre processus.
fix-log-locked = Arrêtez l’autre nœud, ou attendez la fin de l’autre commande.
err-log-absent = Il n’y a pas de journal dans { $path }.
fix-log-absent = Un nœud ne démarre jamais sans le journal qu’il avait. Remettez le répertoire à sa place, ou nommez-le par log dans node.toml.
err-log-exists = Il y a déjà un journal dans { $path }, et le répertoire de données n’en connaît pas.
fix-log-exists = Nommez le répertoire de données qui va avec, ou un autre répertoire par log dans node.toml.
err-log-other-key = Le journal dans { $path } a une autre clé que ce nœud.
fix-log-other-key = Nommez par log, dans node.toml, le journal qui va avec le répertoire de données.
err-log-old-form = { $path } vient d’une version antérieure, qui gardait des fichiers pour chaque témoin.
fix-log-old-form = Sortez ce répertoire du journal : les témoins cosignent de nouveau au prochain calcul. Vérifiez une copie avec la version qui l’a faite.
err-witness-rule-unmet = Plus de témoins doivent avoir vu ce que le nœud répond que son journal n’en a : { $needed } contre { $witnesses }.
fix-witness-rule-unmet = Baissez needed sous [witnesses] dans node.toml, ou faites nommer plus de témoins dans policy.toml par le responsable de la protection des renseignements personnels.
err-rehearsal-broke = La préparation d’un nœud s’est interrompue pendant la répétition.
fix-rehearsal-broke = Recommencez, et signalez ce que vous avez vu.
err-rehearsal-open-files = Un même processus pour tous les nœuds (membres : { $members }) demande plus de fichiers ouverts qu’il ne peut en avoir : { $needed } contre { $allowed }.
fix-rehearsal-open-files = Permettez-en davantage avant la commande : ulimit -n { $needed }
err-log-rolled-back = Le journal dans { $path } a { $size ->
        [one] { $size } inscription
       *[other] { $size } inscriptions
    }; il en avait { $known }, ou d’autres à leur place.
fix-log-rolled-back = Ne démarrez pas le nœud. Remettez la copie la plus récente du journal, et prévenez le responsable de la protection des renseignements personnels.
err-log-damaged = Le journal est endommagé : { $path }.
fix-log-damaged = Ne démarrez pas le nœud. Lancez archipel audit verify sur le répertoire, reprenez-le d’une copie, et prévenez le responsable de la protection des renseignements personnels.
err-log-full = Le journal dans { $path } ne peut pas être écrit : { $reason }.
fix-log-full = Faites de la place, relevez la limite, ou donnez au nœud le droit d’y écrire. Rien n’est répondu avant; il continue de lui-même.
err-log-broken = Le journal dans { $path } n’est peut-être pas entier sur disque : { $reason }.
fix-log-broken = Vérifiez le disque et les limites du processus, puis redémarrez le nœud : il vérifie la fin de son journal.
err-log-no-record = Il n’y a pas d’inscription { $seq } à montrer; le journal en a { $size }.
fix-log-no-record = Donnez un numéro que montre archipel audit log.
err-log-record-too-long = Une inscription est trop longue pour le journal.
fix-log-record-too-long = C’est une erreur de notre part. Signalez-la avec ce qui a été demandé.
err-log-checkpoint = { $path } n’est pas un point de contrôle signé par la clé du journal.
fix-log-checkpoint = Ne vous fiez pas à ce journal. Demandez-en une copie à son membre, ou sa clé.
err-log-file-missing = { $path } manque, ou ne peut pas être lu.
fix-log-file-missing = Copiez de nouveau le journal, en entier.
err-log-record = L’inscription { $seq } n’est pas celle qui a été journalisée.
fix-log-record = Ne vous fiez pas à ce journal à partir de là. Demandez-en une copie à son membre, et aux témoins ce qu’ils ont vu.
err-log-tile = { $path } ne correspond pas aux inscriptions à partir de { $seq }.
fix-log-tile = Ne vous fiez pas à ce journal. Demandez-en une copie à son membre, et aux témoins ce qu’ils ont vu.
err-log-root = Les inscriptions de { $from } à avant { $to } ne sont pas celles sur lesquelles { $path } a été signé.
fix-log-root = Ne vous fiez pas à ce journal : il a été réécrit. Gardez cette copie comme preuve, et demandez aux témoins ce qu’ils ont vu.
err-witness-unknown-log = { $log } n’est pas le journal d’un autre membre.
fix-witness-unknown-log = Ne cosignez que les journaux des membres de la charte.
err-witness-other-key = { $log } n’est pas signé de la clé que ce journal avait.
fix-witness-other-key = Demandez au membre. Si son nœud a été installé à neuf, le responsable du témoin retire ce qu’il savait de ce journal.
err-witness-disagreed = { $log } ne continue pas { $known ->
        [one] l’inscription qu’il avait
       *[other] les { $known } inscriptions qu’il avait
    }; il en montre { $found }.
fix-witness-disagreed = Gardez les deux points de contrôle, et demandez au responsable du membre : le journal a été ramené en arrière ou réécrit.
err-log-stopped = Deux points de contrôle du journal de ce nœud se contredisent; il ne répond donc pas.
fix-log-stopped = Le responsable de la protection des renseignements personnels examine le répertoire evidence du journal, et tranche avec archipel audit settle.
err-log-not-stopped = Rien ne contredit ce journal.
fix-log-not-stopped = Il n’y a rien à trancher.
err-log-no-evidence = Les deux points de contrôle ne contredisent pas le journal de ce nœud.
fix-log-no-evidence = Ne signalez que des points de contrôle signés par la clé du journal et que le journal n’a pas.
err-index-log-disagreement = Le journal du membre { $member } contredit ce que le témoin { $witness } en a vu.
fix-index-log-disagreement = Ne publiez rien. Les deux points de contrôle sont dans evidence, dans le répertoire de mémoire; demandez au responsable du membre.
err-log-record-form = L’inscription { $seq } n’est pas celle d’un nœud, ou porte un autre numéro.
fix-log-record-form = Ne vous fiez pas à ce journal à partir de là. Demandez-en une copie à son membre.
err-log-line = { $path } n’a pas l’inscription { $seq } telle que journalisée.
fix-log-line = Lisez les inscriptions dans les tuiles, ou copiez de nouveau le journal.
err-log-cosignature = { $path } n’est pas cosigné comme il devrait l’être.
fix-log-cosignature = Ne comptez pas ce témoin. Demandez-lui sa clé et ce qu’il a vu.
err-log-proof = { $path } ne prouve pas son inscription.
fix-log-proof = Refaites la preuve avec archipel audit prove.
err-bundle-answers-line = La ligne { $line } n’est pas une cellule des tableaux de la charte, ou n’est pas à sa place.
fix-bundle-answers-line = Reprenez le dossier de diffusion là où il a été publié.
log-verified =
    { $name } : journal vérifié, { $records ->
        [one] { $records } inscription
       *[other] { $records } inscriptions
    }, { $witnesses ->
        [0] pas encore de témoin
        [one] un témoin
       *[other] { $witnesses } témoins
    }
err-audit-date = { $given } n’est pas un jour.
fix-audit-date = Donnez un jour, un mois ou une année : 2026-03-31, 2026-03 ou 2026.
err-audit-witness-policy = La ligne { $line } de { $path } n’est pas une ligne d’une politique de témoins.
fix-audit-witness-policy = Écrivez des lignes log, witness, group et une ligne quorum, comme dans C2SP tlog-policy.
err-audit-quorum = Trop peu de témoins ont cosigné le journal dans { $path }.
fix-audit-quorum = Demandez une copie plus récente, faite après le prochain calcul, ou demandez aux témoins ce qu’ils ont vu.
err-log-no-detail = Rien n’accompagne l’inscription { $seq }, ou plus rien.
fix-log-no-detail = Donnez le numéro d’une inscription qui a un détail; archipel audit show le dit.
help-audit = Le journal : ce qui a été demandé, décidé et publié
help-audit-log = Montrer des inscriptions : qui a demandé quoi, quand, et avec quelle suite
help-audit-log-config = Fichier de réglages (node.toml par défaut); le regard est journalisé
help-audit-log-copy = Regarder plutôt une copie d’un journal
help-audit-log-from = À partir de ce jour, de ce mois ou de cette année (UTC)
help-audit-log-to = Jusqu’à ce jour, ce mois ou cette année (UTC)
help-audit-log-peer = Seulement qui porte ce nom, ou un nom qui finit ainsi
examples-audit-log = archipel audit log --dataset 2025 --from 2026-01 --to 2026-03
    archipel audit log --kind request --json
help-audit-show = Montrer une inscription en entier, avec ce qui l’accompagne
help-audit-show-seq = Numéro de l’inscription
help-audit-show-config = Fichier de réglages (node.toml par défaut); le regard est journalisé
help-audit-show-copy = Regarder plutôt une copie d’un journal
examples-audit-show = archipel audit show 12
help-audit-verify = Vérifier un journal ou sa copie, sans réseau
help-audit-verify-folder = Répertoire du journal
help-audit-verify-witness_policy = Quels témoins doivent avoir cosigné (C2SP tlog-policy)
examples-audit-verify = archipel audit verify dossier
    archipel audit verify archipel-demo/logs/ON --witness-policy temoins.txt
help-audit-prove = Écrire la preuve d’une inscription, que chacun peut vérifier
help-audit-prove-seq = Numéro de l’inscription
help-audit-prove-config = Fichier de réglages (node.toml par défaut); le regard est journalisé
help-audit-prove-copy = La tirer plutôt d’une copie d’un journal
help-audit-prove-out = Fichier à écrire (SEQ.tlog-proof par défaut)
examples-audit-prove = archipel audit prove 12 --out reponse.tlog-proof
help-audit-report = Rendre compte : qui a reçu quoi, refus, changements, chiffres par mois
help-audit-report-config = Fichier de réglages (node.toml par défaut); le regard est journalisé
help-audit-report-copy = Rendre plutôt compte d’une copie d’un journal
help-audit-report-from = À partir de ce jour, de ce mois ou de cette année (UTC)
help-audit-report-to = Jusqu’à ce jour, ce mois ou cette année (UTC)
help-audit-report-csv = Écrire aussi le registre des communications en CSV
help-audit-export = Écrire un dossier de preuve qu’un tiers peut vérifier
help-audit-export-folder = Répertoire à écrire, qui doit être nouveau
help-audit-export-config = Fichier de réglages (node.toml par défaut); l’export est journalisé
help-audit-export-prove = Ajouter la preuve de cette inscription; peut être répété
examples-audit-export = archipel audit export dossier --prove 12 --prove 15
help-audit-erase = Effacer ce qui accompagne une inscription; le journal reste entier
help-audit-erase-seq = Numéro de l’inscription
help-audit-erase-config = Fichier de réglages (node.toml par défaut); l’effacement est journalisé
examples-audit-erase = archipel audit erase 12
help-audit-settle-config = Fichier de réglages (node.toml par défaut); la décision est journalisée
help-node-releases-approve-by = Qui décide; gardé scellé à côté du journal
help-node-releases-refuse-by = Qui décide; gardé scellé à côté du journal
help-node-releases-withdraw-by = Qui décide; gardé scellé à côté du journal
help-node-releases-approve-reason = Pourquoi; gardé scellé à côté du journal
help-node-releases-refuse-reason = Pourquoi; gardé scellé à côté du journal
help-node-releases-withdraw-reason = Pourquoi; gardé scellé à côté du journal
audit-time = Heure (UTC)
audit-kind = Genre
audit-about = Objet
audit-log-empty = Aucune inscription de ce genre.
audit-log-next = { $records ->
        [one] { $records } inscription
       *[other] { $records } inscriptions
    }. L’une d’elles en entier : archipel audit show SEQ
audit-verified-key = Comparez la clé du journal avec celle que son membre publie :
    { $key }
audit-proved = L’inscription { $seq } est prouvée par { $path }.
audit-exported = { $records ->
        [one] { $records } inscription copiée dans { $path } et vérifiée
       *[other] { $records } inscriptions copiées dans { $path } et vérifiées
    }.
audit-exported-next = Pour qui le reçoit : archipel audit verify { $path }
audit-erased = Ce qui accompagnait l’inscription { $seq } est effacé. Le journal se vérifie toujours.
audit-settled = Tranché et journalisé : le nœud répond à nouveau.
audit-charter = voir la charte { $digest }
audit-nature = chiffres protégés de { $period } : { $tables }; cellules avec chiffres : { $published }, supprimées : { $withheld }
audit-report-head = Ce qui a quitté ce nœud, { $from } à { $to }
audit-report-head-all = Ce qui a quitté ce nœud jusqu’ici
audit-report-csv = Le registre est dans { $path }.
audit-report-next = Le registre en fichier : archipel audit report --csv registre.csv
audit-register = Registre des communications
audit-register-none = Rien n’est sorti.
audit-recipient = Destinataire : { $peer }
audit-line-nature = Nature : { $nature }
audit-line-purpose = Finalité : { $purpose }
audit-line-authority = Fondement juridique : { $authority }
audit-line-outside = À l’extérieur du ressort du membre : { $outside }
audit-outside-yes = oui ({ $member } → { $recipient })
audit-outside-no = non ({ $member })
audit-outside-unstated = non précisé : la charte ne nomme pas les deux ressorts
audit-line-when = { $answers ->
        [one] { $answers } réponse tirée
       *[other] { $answers } réponses tirées
    } de la diffusion { $release }, du { $first } au { $last }
audit-refusals = Refus
audit-refusals-none = Aucun.
audit-refusal = { $peer } : { $call }, { $reason }, { $count } fois
audit-stranger = appelants qui n’ont pas prouvé qui ils sont
audit-events = Décisions, changements et constats
audit-event = { $seq }, { $time } : { $kind } { $about }
audit-months = Par mois
audit-unsent = Réponses dont on ignore si elles ont été transmises en entier
audit-unsent-none = Aucune.
audit-unsent-line = inscription { $seq }, { $time }, pour { $peer }
audit-pack = Journal { $log }, { $records ->
        [one] { $records } inscription
       *[other] { $records } inscriptions
    }.

    Ce répertoire prouve ce qui a été demandé à un nœud, ce qu’il a décidé et publié. Il n’y faut ni réseau ni confiance dans le nœud : archipel audit verify RÉPERTOIRE vérifie le tout, comme tout outil qui connaît les formats C2SP signed-note, tlog-checkpoint, tlog-tiles, tlog-cosignature et tlog-proof.

    checkpoint et log.vkey : ce que le nœud a signé, et sa clé. Comparez la clé avec celle que le membre publie.

    tile : empreintes et inscriptions. records.jsonl : les mêmes inscriptions, une par ligne.

    witnesses : clés des autres membres et du coordonnateur, et le dernier point de contrôle que chacun a cosigné.

    proofs : des inscriptions qui se prouvent elles-mêmes.

    Aucune inscription n’a de renseignements personnels, de chiffres de cellules ni de texte libre. Ce qu’un responsable a écrit reste chez le nœud, scellé.
err-bundle-checksum = { $path } n’est pas le fichier dont la somme est dans SHA256SUMS.
fix-bundle-checksum = Reprenez le dossier de diffusion là où il a été publié.
err-bundle-file-missing = { $path } manque dans le dossier de diffusion, ou ne peut pas être lu.
fix-bundle-file-missing = Reprenez le dossier de diffusion là où il a été publié.
err-bundle-other-charter = La charte du dossier de diffusion est { $found }; l’édition nomme { $named }.
fix-bundle-other-charter = N’utilisez pas les chiffres. Demandez à qui les a publiés.
err-bundle-other-edition = La charte et la période donnent l’édition { $found }; le dossier de diffusion nomme { $named }.
fix-bundle-other-edition = N’utilisez pas les chiffres. Demandez à qui les a publiés.
err-bundle-figures = { $path } ne découle pas des réponses des membres.
fix-bundle-figures = N’utilisez pas les chiffres. Demandez à qui les a publiés.
err-bundle-other-release = Les réponses du membre { $member } ne sont pas la diffusion que nomment ses reçus.
fix-bundle-other-release = N’utilisez pas les chiffres. Demandez à qui les a publiés.
err-bundle-other-key = La clé du membre { $member } dans le dossier de diffusion n’est pas celle qui est connue, ou pas celle du membre.
fix-bundle-other-key = Demandez au membre la clé de son journal.
err-bundle-unknown-key = La clé du journal de { $member } n’est pas parmi celles qui sont connues.
fix-bundle-unknown-key = Demandez à { $member } la clé de son journal et ajoutez-la aux clés connues : { $member }.vkey dans leur répertoire, ou une ligne sur la page. Ou vérifiez sans clés connues.
err-bundle-known-key = La ligne { $line } des clés connues n’est pas la clé du journal d’un membre, ou en est une deuxième du même membre.
fix-bundle-known-key = Donnez la ligne de son log.vkey, telle que le membre la donne : NOM+ID+CLÉ
err-bundle-old-form = Le dossier de diffusion a la forme { $found }; cette version ne lit que la forme { $known }, où les chiffres ou les reçus veulent dire autre chose.
fix-bundle-old-form = Vérifiez-le avec la version qui l’a écrit, ou recalculez l’édition avec celle-ci.
help-index-verify = Vérifier un dossier de diffusion par ses propres fichiers, sans réseau
help-index-verify-bundle = Répertoire du dossier de diffusion
help-index-verify-keys = Répertoire des clés de journaux que vous connaissez : MEMBRE.vkey
examples-index-verify = archipel index verify archipel-demo
    archipel index verify dossier --keys centre/memory
bundle-member = Membre
bundle-receipts = Reçus
bundle-records = Inscriptions de son journal
bundle-witnesses = Témoins
bundle-sound = Édition { $edition } : { $files ->
        [one] { $files } fichier, inchangé
       *[other] { $files } fichiers, inchangés
    }; chaque réponse est dans le journal de son membre, et chaque chiffre découle des réponses.
bundle-sound-next = Que les clés soient celles des membres, c’est à vous de le comparer : receipts/MEMBRE/log.vkey, ou --keys
bundle-keys-known = Les clés des journaux sont celles qui sont dans { $path }.
bundle-next-publish = Ensuite, comme coordonnateur : archipel index publish { $path } --key FICHIER
help-audit-settle = Continuer après une contradiction entre points de contrôle
help-audit-settle-log = Le journal d’un autre membre, ou un témoin : oublier ce que ce nœud en savait
audit-forgot = Tranché et journalisé : ce nœud cosigne de nouveau le journal.
examples-audit-settle = archipel audit settle
    archipel audit settle --log canada-evi/ON/audit
err-bundle-other-log = Le journal du membre { $member } dans le dossier de diffusion n’est pas celui d’où viennent ses reçus.
fix-bundle-other-log = Ne vous fiez pas à ce journal. Demandez à qui a publié le dossier de diffusion.
help-audit-log-kind = Seulement ce genre, ou tous ceux d’avant un point : table, release.approved
help-audit-log-edition = Seulement cette édition, ou au moins six chiffres de son identifiant
help-audit-log-dataset = Seulement ce jeu de données : sa période, ou six chiffres de son identifiant
err-log-not-seen = Trop peu de témoins (il en faut { $needed }) ont vu ce que ce nœud a répondu depuis { $hours ->
        [one] { $hours } heure
       *[other] { $hours } heures
    }; il ne répond donc plus.
fix-log-not-seen = Relancez archipel index compute : il fait d’abord voir le journal. Moins de témoins : needed sous [witnesses] dans node.toml.
kind-node-started = nœud démarré
kind-node-stopped = nœud arrêté
kind-dataset-loaded = données chargées
kind-dataset-retired = données remplacées
kind-edition-proposed = édition demandée
kind-release-built = diffusion établie
kind-budget-approved = diffusion autorisée au tirage
kind-budget-reserved = coût réservé
kind-budget-spent = diffusion tirée
kind-budget-burnt = coût perdu
kind-release-approved = diffusion approuvée
kind-release-refused = diffusion refusée
kind-release-activated = diffusion en service
kind-release-withdrawn = diffusion retirée
kind-table-answered = tableau communiqué
kind-table-sent = réponses transmises
kind-request-refused = appel refusé
kind-policy-changed = politique changée
kind-charter-changed = charte changée
kind-certificate-changed = certificat changé
kind-witness-disagreed = journal contredit
kind-log-viewed = journal consulté
kind-log-exported = journal copié
action-release-attacked = diffusion attaquée
action-detail-erased = détail effacé
action-log-settled = contradiction tranchée
action-witness-forgot = journal oublié
kind-operator-action = autre action
audit-month-month = Mois
audit-month-answers = Réponses
audit-month-published = Cellules
audit-month-withheld = Supprimées
audit-month-refused = Refus
audit-month-built = Établies
audit-month-approved = Approuvées
audit-month-declined = Écartées
help-audit-report-dataset = Seulement ce jeu de données : sa période, ou six chiffres de son identifiant
help-audit-report-charter = Répertoire de la charte qui dit finalité et fondement (par défaut, celle du nœud)
examples-audit-report = archipel audit report --dataset 2025 --from 2026-01 --to 2026-03
    archipel audit report --from 2026 --csv registre.csv
node-status-log =
    Journal : { $records ->
        [one] { $records } inscription
       *[other] { $records } inscriptions
    }; { $witnesses ->
        [0] aucun témoin n’en a encore vu
        [one] un témoin, qui en a vu jusqu’à { $seen }
       *[other] { $witnesses } témoins, qui en ont vu jusqu’à { $seen }
    }
node-status-witnesses = Témoins du journal : { $now }
node-status-witnesses-next = Dès que la plupart l’auront vu : { $next }
node-status-log-obstacle = Le nœud ne répond pas, à cause de son journal : { $key }
audit-verified = { $log } : { $records ->
        [one] { $records } inscription
       *[other] { $records } inscriptions
    }, chacune telle que journalisée; preuves qui tiennent : { $proofs }
audit-verified-witness = - { $name } en avait vu { $records } à { $time }
audit-seq = Nº
kind-witness-cosigned = journaux cosignés
kind-witnesses-changed = autres témoins
err-bundle-more = Rien dans le dossier de diffusion ne justifie { $path }.
fix-bundle-more = Reprenez le dossier de diffusion là où il a été publié.
err-bundle-witness = { $path } n’est pas la clé du témoin d’un membre ou d’un coordonnateur, ou y est deux fois.
fix-bundle-witness = Ne comptez pas ce témoin. Demandez à qui a publié le dossier de diffusion.
err-bundle-signatures = Une signature sous le point de contrôle du membre { $member } ne tient pas.
fix-bundle-signatures = N’utilisez pas les chiffres. Demandez à qui les a publiés.
err-bundle-other-caller = Les reçus du membre { $member } sont pour quelqu’un qui n’est pas un coordonnateur de la charte, ou pour plusieurs.
fix-bundle-other-caller = N’utilisez pas les chiffres. Demandez à qui les a publiés.
audit-covered = Assez de témoins ont vu { $records ->
        [one] la première inscription
       *[other] les { $records } premières inscriptions
    }.
err-serve-socket-closed = Le socket { $path } n’est pas pour cet utilisateur.
fix-serve-socket-closed = Demandez à l’exploitant de vous mettre dans son groupe, ou lancez la commande comme l’utilisateur du nœud.
err-index-log-unproved = Le journal du membre { $member } ne montre pas qu’il continue ce que le témoin { $witness } en a vu.
fix-index-log-unproved = Rien n’a été publié. Relancez; si cela persiste, demandez au responsable du membre de vérifier le journal.

### report

report-skip = Aller aux chiffres
report-contents = Contenu
report-headline = L’indice
report-areas = Territoires
report-bands = Répartition par tranche
report-groups = Groupes de population
report-borders = Territoires transfrontaliers
report-coverage = Couverture et chiffres supprimés
report-quality = Signes conventionnels
report-members = Qui a répondu
report-method = Méthode
report-verify = Comment vérifier ces chiffres
report-cite = Comment citer
report-about = Période { $period } · { $answered } { $answered ->
        [one] membre sur { $members } a répondu
       *[other] membres sur { $members } ont répondu
    }
report-headline-of = sur 100, pour { $people ->
        [one] { $people } personne
       *[other] { $people } personnes
    }; 100 désigne la plus grande vulnérabilité
report-of-members = { $there ->
        [one] { $there } membre
       *[other] { $there } membres
    } sur { $all }
report-headline-interval = (intervalle à 95 % : { $interval })
report-interval = 95 %
report-rank = Rang
report-chart-index = Indice et son intervalle à 95 %
report-chart-bands = Personnes par tranche
report-chart-category = { $group } : { $category }
report-chart-said = { $name } : { $number }
report-chart-said-between = { $name } : { $number } ({ $interval })
report-chart-hint = Les plus vulnérables viennent en premier. Le trait qui traverse un point est l’intervalle où se situe le chiffre véritable dans 95 cas sur 100, chacun pris à part : sur 100 traits, quelque 5 le manquent. Si le trait ne se voit pas, il est plus étroit que le point, ou inconnu. La ligne tiretée est le chiffre de l’ensemble. Les tableaux donnent tous les nombres.
report-chart-ranks = Les rangs valent de même : chacun pris à part, dans 95 cas sur 100.
report-chart-unsure = Un trait sans point est celui d’un chiffre trop peu sûr, et peut se poursuivre hors de l’image; les lignes dont l’indice est tel viennent en dernier.
report-chart-partial = Le signe † et un point creux marquent une somme partielle.
report-chart-more = Seuls les { $shown } plus élevés sur { $all } sont dessinés.
report-headline-none = Il n’y a pas de chiffre publié pour l’ensemble des membres.
report-people-counted = Population visée : { $people } · date de référence : { $date }
report-headline-caption = Indice et dimensions par membre
report-scale = L’indice et les dimensions vont de 0 à 100; 100 désigne la plus grande vulnérabilité. Les effectifs sont pondérés.
report-people = Personnes
report-flag = Signe
report-withheld = supprimé
report-absent = sans données
report-area = Territoire
report-code = Code
report-areas-caption = Indice et dimensions : { $level }
report-borders-text = Ces territoires relèvent de plusieurs membres. Aucun membre ne peut les calculer seul; ce sont des sommes de chiffres publiés, qui ne figurent dans aucun autre tableau.
report-borders-caption = Indice et dimensions des territoires transfrontaliers
report-bands-text = Parts de personnes selon la tranche où se situe leur indice.
report-bands-caption = Part de personnes dans chaque tranche, par membre
report-groups-text = Les groupes se recoupent : une personne peut faire partie de plusieurs. Les chiffres de groupes différents ne s’additionnent jamais.
report-coverage-text = Chaque chiffre porte un bruit, que le membre y met avant qu’il ne sorte. Aucune cellule n’est supprimée à cause de qui s’y trouve. Là où une limite est fixée, les cellules dont le compte bruité est inférieur n’affichent rien : une règle sur les nombres imprimés, non sur les personnes.
report-coverage-public = Les données sont déjà publiques : rien n’est supprimé.
report-coverage-least = Le moins couvert : { $table }. Les chiffres publiés y représentent { $percent } des personnes.
report-coverage-caption = Cellules et personnes par tableau
report-table = Tableau
report-cells-published = Cellules publiées
report-cells-withheld = Cellules supprimées
report-people-covered = Personnes couvertes
report-quality-text = Les signes figurent à côté des chiffres qu’ils concernent.
report-quality-private = Chaque chiffre porte un bruit protecteur d’ampleur connue : les intervalles à 95 % disent de combien il peut s’écarter, cellule par cellule, si bien que de très nombreuses cellules quelques-unes manquent la vérité. C’est le bruit seul : les chiffres d’une enquête ont en plus une erreur d’échantillonnage. Les territoires et les groupes s’additionnent exactement. Dans index.csv, un compte peut être négatif et un indice hors de l’échelle : les couper fausserait les sommes; ici rien n’est montré sous zéro, et ce qui est trop peu sûr pour un chiffre est un intervalle hachuré. Les marques E et F n’apparaissent pas : elles sont pour les erreurs d’échantillonnage.
report-quality-controlled = Chaque chiffre porte le bruit d’un compte : les intervalles à 95 % disent de combien il peut s’écarter, cellule par cellule, par le bruit seul : les chiffres d’une enquête ont en plus une erreur d’échantillonnage. Les territoires et les groupes ne s’additionnent pas exactement. C’est une pratique courante pour les enquêtes, sans borne : de tous les tableaux ensemble, la plupart des totaux se calculent à ±1 près. Les marques E et F n’apparaissent pas : elles sont pour les erreurs d’échantillonnage.
report-quality-public = Ces chiffres ne portent aucun bruit : les intervalles à 95 % sont ceux des erreurs d’échantillonnage, chacun pris à part.
report-flag-withheld = La cellule n’affiche rien : son compte bruité est sous une limite, ou une partie d’un territoire transfrontalier manque. C’est une règle sur les nombres imprimés, non sur les personnes. Ce signe est propre à la fédération, et n’est pas un symbole d’un organisme statistique.
report-flag-unsure = Un intervalle au lieu d’un chiffre : le vrai s’y trouve dans 95 cas sur 100, et rien de plus sûr ne peut être dit. Le nombre de personnes en décide, jamais le chiffre même.
report-flag-partial = Somme partielle : ce que certains membres suppriment, ou que ceux qui n’ont pas répondu auraient ajouté, n’y figure pas; le nombre de membres est indiqué. Elle ne porte pas sur les mêmes personnes qu’une somme complète.
report-flag-caution = À utiliser avec prudence : le coefficient de variation se situe entre 16,6 % et 33,3 %.
report-flag-unreliable = Trop peu fiable pour être montré : le coefficient de variation dépasse 33,3 %, ou le chiffre repose sur une seule personne. Le chiffre figure dans index.csv.
report-flag-absent = Personne n’y a d’indice, ou aucun membre ayant répondu ne s’en occupe.
report-flag-nothing = Sans objet : le chiffre n’existe pas.
report-members-text = { $missing ->
        [0] Tous les membres ont répondu.
        [one] Un membre manque : sa population n’est comprise dans aucun chiffre.
       *[other] { $missing } membres manquent : leur population n’est comprise dans aucun chiffre.
    }
report-members-caption = Membres et réponses
report-answer = Réponse
report-answered = a répondu
report-missing = manquant
report-software = Logiciel
report-weights = Poids
report-weights-given = oui
report-weights-none = aucun
report-weights-mixed = Les personnes de certains membres ont un poids, celles des autres comptent chacune pour 1 : les sommes des deux ne représentent ni les unes ni les autres.
report-release = Diffusion
report-method-text = Les réponses de chaque personne deviennent des scores de 0 à 100. Leur moyenne pondérée, dimension par dimension, donne les scores des dimensions, et ceux-ci donnent l’indice de la personne :
report-method-leave-out = Une personne sans score dans une dimension ne figure dans aucun chiffre.
report-method-average = Pour une personne sans score dans une dimension, l’indice se calcule sur les autres.
report-method-cap = Le poids d’enquête d’une personne compte pour au plus { $cap }.
report-method-totals = Les chiffres sont calés sur des totaux publics par { $table } : les gens d’une strate comptent pour autant qu’il y en a. Cela s’est fait après le bruit, et les erreurs disent ce qu’il en reste.
report-method-totals-none = { $member } : ses chiffres ne sont pas calés sur ces totaux, car certains sont cachés, ou ses gens sont trop peu à côté du bruit.
report-method-totals-few = { $member } : totaux qui tiennent seuls : { $held } sur { $of }. Les autres sont peu à côté du bruit et tiennent ensemble.
report-method-evi = Il s’agit d’une reconstitution de l’indice de cybervulnérabilité (ICV) d’Emploi et Développement social Canada. La liste des indicateurs, les pondérations et la normalisation de l’original ne sont pas publiques.
report-method-more = La définition exacte se trouve dans charter/charter.toml du dossier de diffusion.
report-indicators-caption = Indicateurs
report-indicator = Indicateur
report-dimension = Dimension
report-most-vulnerable = Le plus vulnérable
report-weight = Pondération
report-scale-higher = { $high } (échelle de { $low } à { $high })
report-scale-lower = { $low } (échelle de { $low } à { $high })
report-verify-text = Cette page est un fichier d’un dossier de diffusion. Dans ce dossier :
report-verify-more = La seconde commande recalcule tout, cette page aussi, à partir de ce que chaque membre a répondu; elle vérifie les reçus qui prouvent que chaque réponse figure dans le journal public du membre; et elle n’a pas besoin de réseau.
report-cite-text = Dans la langue de votre texte :
report-citation = { $title }. Période { $period }, édition { $edition }, { $publication }. Charte { $charter }, version { $version } ({ $digest }). Calculé avec Archipel { $software }.
report-licence = Licence : { $licence }
report-edition = Édition { $edition } · { $publication } · charte { $charter }, version { $version } ({ $digest }) · Archipel { $software }
report-map-caption = Carte de l’indice : { $level }
report-map-hint = Les territoires hachurés sont trop peu sûrs pour une teinte, supprimés ou sans données. Pointez un territoire, ou parcourez-les avec les touches fléchées, pour lire son chiffre; le tableau les a tous. Les intervalles à 95 % valent territoire par territoire : sur 100 territoires, quelque 5 sont hors du leur.
report-map-tiles = Chaque province et territoire est dessiné de la même façon, quelle que soit sa taille.
report-map-below = moins de { $high }
report-map-from = { $low } et plus
report-map-between = de { $low } à moins de { $high }
report-map-unsure = trop peu sûr pour une teinte
report-map-nothing = supprimé ou sans données
report-map-counted = { $range } ({ $count })
degrees-north = { $degrees }° N
degrees-south = { $degrees }° S
degrees-east = { $degrees }° E
degrees-west = { $degrees }° O
projection-lambert-conformal-conic = Projection : conique conforme de Lambert, parallèles de référence 49° et 77°.
projection-lambert-azimuthal-equal-area = Projection : azimutale équivalente de Lambert, centrée à { $lat }, { $lon }.
projection-equal-earth = Projection : Equal Earth, centrée à { $lon }.
report-service = Points de service
report-service-distance = La zone de desserte d’un point se compose des territoires ({ $level }) dont le milieu se trouve à { $km } km ou moins, en ligne droite sur le globe et non par la route. Les chiffres sont des sommes de chiffres publiés; un territoire peut faire partie de plusieurs zones.
report-service-table = La zone de desserte d’un point se compose des territoires ({ $level }) que lui attribue un tableau du coordonnateur. Les chiffres sont des sommes de chiffres publiés; un territoire peut faire partie de plusieurs zones.
report-service-far = { $percent } des personnes ({ $people }) vivent dans des territoires dont le milieu se trouve à plus de { $km } km de tout point, parmi celles dont les chiffres sont publiés.
report-service-unplaced =
    { $count ->
        [one] Rien ne dit où se trouve l’un des territoires : il ne fait partie d’aucune zone.
       *[other] Rien ne dit où se trouvent { $count } des territoires : ils ne font partie d’aucune zone.
    }
report-points-caption = Zones de desserte des points de service
report-point = Point
report-owner = Organisme
report-languages = Langues
report-catchment-areas = Territoires
report-gaps = Territoires vulnérables sans point
report-gaps-text = De tous les territoires dont l’indice est assez sûr pour être montré, ceux-ci font partie du cinquième où il est le plus élevé, et ne sont dans aucune zone de desserte. Les intervalles à 95 % valent territoire par territoire : sur 100 territoires, quelque 5 sont hors du leur.
report-gaps-none = Chaque territoire du cinquième où l’indice assez sûr pour être montré est le plus élevé fait partie d’une zone de desserte.
report-gaps-caption = Territoires vulnérables hors de toute zone, le plus vulnérable d’abord
report-nearest = Point le plus proche, km
report-pairs = Points d’organismes différents à moins de { $km } km
report-pairs-none = Il n’y en a pas.
report-pairs-caption = Points d’organismes différents proches les uns des autres
report-distance = Distance, km
report-more =
    { $count ->
        [one] Une autre ligne figure dans { $file }.
       *[other] { $count } autres lignes figurent dans { $file }.
    }
report-rehearsal = RÉPÉTITION : calculé sur une seule machine, pour essayer. Ce résultat ne vient pas des membres.
report-pilot = PILOTE : un essai, et non un résultat officiel. Ne citez pas ces chiffres.
report-correction = Publication { $number }, à la place de celle dont les sommes de contrôle ont l’empreinte { $corrects }. Motif : { $reason }
report-verify-signed =
    { $needed ->
        [one] Ce qui est publié porte la signature d’un coordonnateur, dans le répertoire publication/.
       *[other] Ce qui est publié porte les signatures de { $needed } coordonnateurs, dans le répertoire publication/.
    }

### end of report

### columns of the published tables

column-level = Niveau de la géographie
column-area = Territoire
column-dguid = Identificateur unique de géographie de diffusion
column-parent = Territoire du niveau supérieur
column-name_en = Nom en anglais
column-name_fr = Nom en français
column-period = Période
column-everybody = Tout le monde
column-persons = Personnes ayant un indice, sans pondération
column-weight = Personnes, selon leur poids
column-index = Indice
column-share = Part de personnes dans la tranche « { $band } »
column-cv = Coefficient de variation de l’indice
column-persons_se = Erreur type des personnes avec un score
column-weight_se = Erreur type de la population, pondérée
column-se = Erreur type : { $figure }
column-index_low = Borne inférieure de l’intervalle à 95 % de l’indice
column-index_high = Borne supérieure de l’intervalle à 95 % de l’indice
column-rank_low = Meilleur rang du territoire selon son indice, intervalle à 95 % pour chaque territoire pris isolément
column-rank_high = Moins bon rang du territoire selon son indice, intervalle à 95 % pour chaque territoire pris isolément
column-members = Membres compris dans les chiffres
column-of_members = Membres que les chiffres devraient comprendre
column-people = Population du membre, pondérée
column-weights = Si les personnes du membre ont un poids : oui (given), aucun (none : chacune compte pour 1)
column-people_from = Origine de ce nombre : réponse (answer), réponse antérieure (earlier), charte (charter)
column-status = Si les chiffres sont publiés
column-groups = Groupes qui divisent le tableau
column-group = Groupe
column-category = Catégorie
column-member = Membre
column-published = Cellules publiées
column-withheld = Cellules supprimées
column-coverage = Part des personnes que représentent les cellules publiées
column-reason = Clé de l’erreur, si le membre manque
column-charter_digest = Empreinte de la charte
column-software = Version du nœud
column-release = Empreinte de ce que le membre a répondu
status-published = Publié
status-partial = Publié, pour une partie des personnes
status-withheld = Supprimé : le compte bruité est sous une limite, ou une partie manque
column-point = Point de service
column-other_point = L’autre point de service
column-owner = Organisme dont relève le point
column-other_owner = Organisme dont relève l’autre point
column-latitude = Degrés nord
column-longitude = Degrés est
column-areas = Territoires de la zone de desserte
column-stands_for = Part des personnes que représentent les chiffres
column-nearest_km = Distance du point le plus proche, en km
column-km = Distance, en km

### end of columns

### maps

err-map-bad-json = Le fichier des limites n’est pas du JSON, ou il est tronqué.
fix-map-bad-json = Exportez les limites de nouveau en GeoJSON.
err-map-not-features = Le fichier n’est pas une collection GeoJSON de polygones.
fix-map-not-features = Exportez les territoires en une seule FeatureCollection de polygones (RFC 7946).
err-map-no-codes = Aucune propriété des limites n’a les codes de la charte pour { $vintage }. Propriétés : { $keys }.
fix-map-no-codes = Donnez à chaque territoire son code ou son IDUGD, comme propriété ou comme id.
err-map-no-property = Les limites n’ont pas de propriété du nom demandé. Propriétés : { $keys }.
fix-map-no-property = Nommez l’une d’elles avec --boundaries-property.
err-map-counts-rows = Les codes de la charte ne se trouvent que dans ce qui numérote les lignes du fichier : { $keys }.
fix-map-counts-rows = Donnez à chaque territoire son code comme propriété. Si l’une de celles-ci est bien le code, nommez-la avec --boundaries-property.
err-map-zeros = La propriété { $property } diffère des codes de la charte par des zéros au début.
fix-map-zeros = Écrivez les codes dans les limites comme dans la charte, sous forme de textes : 01 est un autre code que 1.
err-map-draw = Plusieurs propriétés ont autant de codes de la charte, mais pour d’autres formes : { $keys }.
fix-map-draw = Dites laquelle a les codes avec --boundaries-property.
err-map-poor-fit = La propriété qui convient le mieux, { $property }, n’a de codes que pour { $areas } des territoires de la charte, et la plupart des formes restent sans territoire. Propriétés : { $keys }.
fix-map-poor-fit = Dites quelle propriété a les codes avec --boundaries-property, ou donnez à chaque territoire son code.
err-map-no-polygons = Les formes des territoires de la charte n’ont pas de polygones : { $codes }.
fix-map-no-polygons = Exportez les territoires en Polygon ou en MultiPolygon, avec le nombre de crochets que leur donne la RFC 7946.
err-map-not-degrees = Les coordonnées des limites ne sont pas en degrés.
fix-map-not-degrees = Exportez les limites en longitude et latitude (WGS 84, EPSG:4326).
err-map-swapped = Les coordonnées des limites sont inversées : la latitude vient en premier.
fix-map-swapped = Écrivez la longitude avant la latitude, comme le veut GeoJSON (RFC 7946, section 3.1.1).
err-map-crossing = Une limite du territoire { $code } se croise elle-même, à la longitude { $lon } et à la latitude { $lat }.
fix-map-crossing = Réparez le polygone dans votre logiciel de cartographie (« réparer les géométries »), puis exportez-le de nouveau.
err-map-ring = Une limite du territoire { $code } n’est pas fermée, ou compte moins de quatre positions.
fix-map-ring = Réparez le polygone dans votre logiciel de cartographie, puis exportez-le de nouveau.

### end of maps

### layers

help-demo-boundaries = Limites des territoires, pour la carte (GeoJSON)
help-demo-boundaries_property = Propriété des limites qui a les codes des territoires
help-demo-service_points = Points de service (CSV) : zones, lacunes, voisins
help-demo-catchments = Territoires que dessert chaque point (CSV), au lieu des distances
help-demo-within = Km jusqu’auxquels un territoire fait partie d’une zone (par défaut 50)
help-simulate-boundaries = Limites des territoires, pour la carte (GeoJSON)
help-simulate-boundaries_property = Propriété des limites qui a les codes des territoires
help-simulate-service_points = Points de service (CSV) : zones, lacunes, voisins
help-simulate-catchments = Territoires que dessert chaque point (CSV), au lieu des distances
help-simulate-within = Km jusqu’auxquels un territoire fait partie d’une zone (par défaut 50)
help-index-compute-boundaries = Limites des territoires, pour la carte (GeoJSON)
help-index-compute-boundaries_property = Propriété des limites qui a les codes des territoires
help-index-compute-service_points = Points de service (CSV) : zones, lacunes, voisins
help-index-compute-catchments = Territoires que dessert chaque point (CSV), au lieu des distances
help-index-compute-within = Km jusqu’auxquels un territoire fait partie d’une zone (par défaut 50)
layers-boundaries = Limites : { $drawn ->
        [one] { $drawn } territoire
       *[other] { $drawn } territoires
    } sur { $areas } du niveau « { $level } », par la propriété « { $property } »
layers-ignored =
    { $count ->
        [one] Limites : une forme n’appartient à aucun territoire de la charte et est laissée de côté
       *[other] Limites : { $number } formes n’appartiennent à aucun territoire de la charte et sont laissées de côté
    }
layers-united =
    { $count ->
        [one] Limites : un territoire a plusieurs formes, qui sont réunies : { $areas }
       *[other] Limites : { $number } territoires ont plusieurs formes, qui sont réunies : { $areas }
    }
layers-cut =
    { $count ->
        [one] Limites : un territoire traverse le 180ᵉ méridien et y est coupé : { $areas }
       *[other] Limites : { $number } territoires traversent le 180ᵉ méridien et y sont coupés : { $areas }
    }
warning-boundaries-without-polygons =
    { $count ->
        [one] un territoire a une forme sans polygones, qui est laissée de côté : { $areas }.
       *[other] { $number } territoires ont une forme sans polygones, qui est laissée de côté : { $areas }.
    }
warning-boundaries-without-extent =
    { $count ->
        [one] la forme d’un territoire ne couvre rien et est dessinée comme un point : { $areas }.
       *[other] les formes de { $number } territoires ne couvrent rien et sont dessinées comme des points : { $areas }.
    }
warning-points-nowhere =
    { $count ->
        [one] { $number } point sur { $of } n’a aucun territoire à moins de { $km } km, mesurés jusqu’à son milieu : { $points }.
       *[other] { $number } points sur { $of } n’ont aucun territoire à moins de { $km } km, mesurés jusqu’à son milieu : { $points }.
    }
warning-points-exchanged =
    { $count ->
        [one] un de ces points aurait un territoire si sa latitude et sa longitude étaient échangées : { $points }. Voyez laquelle des deux vient en premier, dans les points et dans les limites.
       *[other] { $number } de ces points auraient un territoire si leur latitude et leur longitude étaient échangées : { $points }. Voyez laquelle des deux vient en premier, dans les points et dans les limites.
    }
err-service-text = Le champ est vide, trop long, ou a des caractères qui ne peuvent être affichés.
fix-service-text = Écrivez un texte simple d’au plus 100 caractères.
err-service-degrees = Le champ n’est pas un nombre de degrés de -{ $limit } à { $limit }.
fix-service-degrees = Écrivez des degrés décimaux avec un point, comme 45.4215 pour une latitude et -75.6972 pour une longitude.
err-service-twice = L’identifiant figure déjà à la ligne { $first }.
fix-service-twice = Donnez à chaque point un identifiant qui lui est propre.
err-service-unknown-area = Le champ n’est pas le code d’un territoire du niveau « { $level } ».
fix-service-unknown-area = Employez les codes de ce niveau dans la géographie de la charte.
err-service-unknown-point = Le champ n’est pas l’identifiant d’un point de service.
fix-service-unknown-point = Employez les identifiants du fichier que nomme --service-points.
err-service-none = Le fichier n’a aucun point de service.
fix-service-none = Écrivez une ligne par point sous l’en-tête.
err-service-no-places = Rien ne dit où se trouvent les territoires du niveau « { $level } » : les distances aux points ne peuvent être connues.
fix-service-no-places = Donnez les limites de ce niveau avec --boundaries, ou dites avec --catchments quels territoires dessert chaque point.
err-service-no-table = La charte ne publie aucun tableau de l’ensemble de la population : les zones de desserte n’ont pas de chiffres.
fix-service-no-table = Retirez --service-points.
err-service-within = La distance n’est pas un nombre de km supérieur à 0.
fix-service-within = Écrivez un nombre comme 50.

### end of layers

### publishing

help-index-publish = Signer un dossier comme coordonnateur; assez de signatures le publient
help-index-publish-bundle = Répertoire du dossier de diffusion
help-index-publish-key = Clé de signature d’un coordonnateur que nomme la charte
examples-index-publish = archipel index publish dossier --key secretariat.key
help-index-verify-published = Refuser un dossier que trop peu de coordonnateurs ont signé
help-index-compute-pilot = Marquer le résultat comme un pilote, partout où il est montré
help-index-compute-corrects = Dossier publié à la place duquel vient celui-ci
help-index-compute-reason_en = Motif de la correction, en anglais
help-index-compute-reason_fr = Motif de la correction, en français
help-simulate-pilot = Marquer le résultat comme un pilote, partout où il est montré
help-simulate-corrects = Dossier publié à la place duquel vient celui-ci
help-simulate-reason_en = Motif de la correction, en anglais
help-simulate-reason_fr = Motif de la correction, en français
publish-signed = Signé par { $coordinator } : { $publication } de l’édition { $edition }.
publish-signed-before = { $coordinator } a déjà signé ceci : { $publication } de l’édition { $edition }.
publish-state = Coordonnateurs qui ont signé : { $signed }; la charte en demande { $needed } ({ $names })
publish-next-missing = Ensuite : les autres coordonnateurs signent le même répertoire : archipel index publish { $path } --key FICHIER
publish-next-reached = C’est publié. Ensuite : remettez le répertoire entier; chacun le vérifie avec : archipel index verify { $path } --published
bundle-unsigned = Aucun coordonnateur ne l’a signé : il n’est pas publié.
help-index-publish-keys = Répertoire des clés de journaux que vous connaissez
help-index-verify-other_version = Laisser passer ce qu’une autre version a formulé; les chiffres sont vérifiés quand même
bundle-sound-in-part = Édition { $edition } : { $files ->
        [one] { $files } fichier, inchangé
       *[other] { $files } fichiers, inchangés
    }; chaque réponse est dans le journal de son membre, et les fichiers CSV découlent des réponses.
bundle-rehearsal = Une répétition : un seul processus l’a faite, avec des nœuds dont les clés ont été créées pour elle. Elle ne prouve rien sur les membres.
err-bundle-other-version = Archipel { $software } a écrit le dossier; cette version-ci, { $own }, formule autrement ces fichiers et ne peut vérifier ce qu’ils disent : { $files }.
fix-bundle-other-version = Vérifiez-le avec cette version-là, ou avec archipel index verify --other-version, et n’employez que ses fichiers CSV.
err-publication-rehearsal = Le dossier est une répétition, faite par demo ou simulate : il ne vient pas des membres et ne peut être publié.
fix-publication-rehearsal = Publiez ce qu’a écrit archipel index compute.
help-index-verify-corrects = Vérifier qu’il prend la place de ce dossier-ci
err-publication-not-a-correction = Le dossier ne corrige pas celui que nomme --corrects.
fix-publication-not-a-correction = Nommez la publication dont le numéro est plus petit de un, et dont edition.json donne l’empreinte; les deux doivent être entières.
err-publication-no-keys = La charte ne nomme aucun coordonnateur qui ait une clé de signature.
fix-publication-no-keys = Convenez d’une charte qui donne à chaque coordonnateur sa signing_key; voyez archipel pki signing-key.
err-publication-not-a-coordinator = La clé { $key } n’est celle d’aucun coordonnateur de la charte.
fix-publication-not-a-coordinator = Signez avec la clé dont la charte nomme la moitié publique comme signing_key du coordonnateur.
err-publication-bad-signature = { $path } n’est pas la signature d’un coordonnateur pour ce dossier.
fix-publication-bad-signature = Comparez le dossier avec celui de son éditeur. Si vous l’avez changé après la signature, il doit être signé de nouveau, sans ce fichier.
err-publication-reason = Le motif de la correction manque, est trop long, ou a des caractères qui ne peuvent être affichés.
fix-publication-reason = Donnez le motif dans les deux langues, d’au plus 500 caractères chacun : --reason-en et --reason-fr.
err-publication-other-edition = Le dossier à corriger relève d’une autre charte ou d’une autre période.
fix-publication-other-edition = Nommez le dossier publié de la même fédération et de la même période.
err-publication-not-published =
    { $signed ->
        [one] Le dossier n’est pas publié : { $signed } coordonnateur a signé; la charte en demande { $needed }.
       *[other] Le dossier n’est pas publié : { $signed } coordonnateurs ont signé; la charte en demande { $needed }.
    }
fix-publication-not-published = Faites-le signer par des coordonnateurs, chacun avec sa clé : archipel index publish
change-witnesses = Autres membres témoins de chaque journal : { $was } auparavant, { $now } maintenant
change-sign-off = Coordonnateurs qui doivent signer ce qui est publié : { $was } auparavant, { $now } maintenant

### end of publishing

### decisions of officers
change-member-officer-key = Membre { $member }, clé de son responsable : avant, { $was }; maintenant, { $now }
show-member-officer = Clé du responsable : { $key }. Toute décision exige sa signature.
show-member-no-officer-private = Clé du responsable : aucune. Le régime private en veut une avant que quoi que ce soit soit tiré.
show-member-no-officer = Clé du responsable : aucune. Quiconque exploite le nœud peut décider à la place du responsable.
err-decision-unsigned = La charte nomme la clé du responsable, { $key } : cette décision exige sa signature.
fix-decision-unsigned = Donnez --key FICHIER là où se trouve la clé. Sinon, faites signer le texte que donne --print avec « archipel pki sign », et donnez le résultat avec --note FICHIER.
err-decision-no-key = La charte ne nomme aucune clé du responsable du membre { $member } : une signature ne peut être vérifiée.
fix-decision-no-key = Omettez --print, --note et --key; ou nommez la clé, officer_key, dans une nouvelle version de la charte.
err-decision-other-key = La note n’est pas signée avec { $key }, la clé du responsable que nomme la charte.
fix-decision-other-key = Signez le texte avec cette clé. Si le responsable en a une nouvelle, la charte doit d’abord la nommer.
err-decision-other-text = Le responsable a signé autre chose que cette décision ({ $act }) : un autre acte, membre, une autre diffusion ou inscription.
fix-decision-other-text = Faites signer le texte de cette décision même.
err-decision-not-one = Le fichier n’est pas le texte d’une décision.
fix-decision-not-one = Donnez le texte tel que l’a écrit --print, sans le modifier. Une charte se signe avec « archipel charter sign », un dossier avec « archipel index publish ».
err-policy-unsigned = La charte nomme la clé du responsable, { $key } : une approbation permanente exige sa signature, pour cette version même de la charte.
fix-policy-unsigned = archipel charter standing-approval CHARTE --member { $member } donne ce qu’il faut signer et, avec --key ou --note, la section pour ce fichier.
err-log-decision = L’inscription { $seq } repose sur une décision qui n’est pas signée avec la clé du responsable que nomme la charte.
fix-log-decision = Montrez ceci au responsable de la protection des renseignements personnels du membre : quelqu’un a décidé à sa place. Ne vous fiez pas à ce que le journal dit des décisions.
decision-next-sign =
    Ensuite : le responsable lit ce texte, le signe là où se trouve la clé, et rend la note :
      archipel pki sign decision.txt --key officer.key --out decision.note
    Redonnez alors la même commande avec --note decision.note au lieu de --print.
decision-by-account = Inscrit comme décidé par le compte de l’exploitant : la charte ne nomme aucune clé du responsable.
decision-signed = Signé avec { $key } : { $path }. La note ne sert qu’à cette décision.
audit-decided = Décisions signées avec la clé du responsable que nomme la charte : { $signed }; prises par le compte de l’exploitant : { $account }; sous d’autres chartes : { $other }.
audit-event-officer = Signé avec la clé du responsable.
audit-event-account = Décidé par le compte de l’exploitant.
audit-decided-unknown = On n’a pas vérifié qui a pris les décisions : --charter DIR nomme la clé du responsable.
standing-next = Ensuite : placez cette section dans policy.toml, et redémarrez le nœud.
standing-next-sign =
    Ensuite : gardez ce texte dans un fichier. Le responsable le lit, le signe là où se trouve la clé, et rend la note :
      archipel pki sign approbation.txt --key officer.key --out approbation.note
    Redonnez alors la même commande avec --note approbation.note.
help-charter-standing-approval = Dispenser les diffusions d’approbation : la section pour policy.toml
help-charter-standing-approval-folder = Répertoire de la charte
help-charter-standing-approval-member = Membre dont le responsable approuve
help-charter-standing-approval-note = L’approbation, signée avec la clé du responsable
help-charter-standing-approval-key = La clé du responsable : signe ici et maintenant
examples-charter-standing-approval = archipel charter standing-approval ma-charte --member gulls
    archipel charter standing-approval ma-charte --member gulls --key officer.key
help-pki-sign = Signer une décision avec la clé du responsable; sans nœud
help-pki-sign-text = Texte de la décision, tel que l’a écrit --print
help-pki-sign-key = La clé du responsable
help-pki-sign-out = Nouveau fichier pour la note signée
examples-pki-sign = archipel pki sign decision.txt --key officer.key --out decision.note
help-audit-verify-charter = Charte qui nomme la clé du responsable; répétable
help-node-releases-approve-print = Afficher seulement ce que le responsable doit signer
help-node-releases-approve-note = La décision, signée avec la clé du responsable
help-node-releases-approve-key = La clé du responsable : signe ici et maintenant
help-node-releases-refuse-print = Afficher seulement ce que le responsable doit signer
help-node-releases-refuse-note = La décision, signée avec la clé du responsable
help-node-releases-refuse-key = La clé du responsable : signe ici et maintenant
help-node-releases-withdraw-print = Afficher seulement ce que le responsable doit signer
help-node-releases-withdraw-note = La décision, signée avec la clé du responsable
help-node-releases-withdraw-key = La clé du responsable : signe ici et maintenant
help-audit-erase-print = Afficher seulement ce que le responsable doit signer
help-audit-erase-note = La décision, signée avec la clé du responsable
help-audit-erase-key = La clé du responsable : signe ici et maintenant
help-audit-settle-print = Afficher seulement ce que le responsable doit signer
help-audit-settle-note = La décision, signée avec la clé du responsable
help-audit-settle-key = La clé du responsable : signe ici et maintenant
err-decision-final-refuse = Un refus est définitif : cette diffusion ne répondra jamais. Une autre pour sa période est une révision, qu’un coordonnateur ouvre et qui vous est soumise.
fix-decision-final-refuse = Si c’est bien ce qui est décidé, redonnez la commande avec --yes. D’ici là, la diffusion attend, et personne n’en apprend rien.
err-decision-final-withdraw = Un retrait est définitif : cette diffusion ne répondra plus, et les coordonnateurs l’apprennent. Ce qui a été dit reste dit.
fix-decision-final-withdraw = Si c’est bien ce qui est décidé, redonnez la commande avec --yes. D’ici là, la diffusion répond.
err-decision-final-erase = Ce qui est effacé ne peut être rétabli; le journal dit seulement que c’était là.
fix-decision-final-erase = Si c’est bien ce qui est décidé, redonnez la commande avec --yes.
help-node-releases-refuse-yes = Confirmer : un refus est définitif
help-node-releases-withdraw-yes = Confirmer : un retrait est définitif
help-audit-erase-yes = Confirmer : ce qui est effacé ne peut être rétabli
err-edition-withdrawn = Le membre a retiré sa diffusion : elle répondait, et ne répond plus.
fix-edition-withdrawn = Demandez pourquoi à son responsable de la protection des renseignements personnels. Les chiffres déjà publiés restent dits; sans lui : --require quorum=N
edition-state-withdrawn = retirée par le membre
err-member-no-release = Le nœud du membre n’a plus aucune diffusion de cette édition.
fix-member-no-release = Demandez à son exploitant si le nœud a été remis à neuf. Si le membre maintient ses chiffres : --unasked
err-publication-withdrawn = Le membre { $member } a retiré la diffusion sur laquelle repose le dossier.
fix-publication-withdrawn = Ne le publiez pas. Refaites le calcul sans ce membre : archipel index compute --require quorum=N. Si l’ancien est déjà publié, ajoutez --corrects.
err-publication-not-asked = On n’a pu demander à ces membres s’ils maintiennent leur diffusion : { $members }
fix-publication-not-asked = Réessayez quand on pourra les joindre; ou répondez-en vous-même, avec --unasked.
err-publication-pilot = Un pilote ne peut remplacer une publication, ni l’inverse : chacun a sa propre numérotation.
fix-publication-pilot = Corrigez un pilote avec --pilot, et une publication sans cette option. La première publication après un pilote ne corrige rien : omettez --corrects.
publish-not-asked = On n’a pu demander à { $member } s’il maintient sa diffusion : { $what }
publication-number = publication { $number }
publication-pilot-number = pilote { $number }
report-correction-pilot = Pilote { $number }, à la place de celui dont les sommes de contrôle ont l’empreinte { $corrects }. Raison : { $reason }
help-index-publish-config = Réglages du coordonnateur qui interroge les membres (par défaut coordinator.toml)
help-index-publish-unasked = Continuer même si un membre ne peut être interrogé
### end of decisions of officers
help-node-budget-adopt = Adopter le budget que dit policy.toml
help-node-budget-print = Imprimer seulement ce que le responsable doit signer
help-node-budget-note = La décision, signée avec la clé du responsable
help-node-budget-key = La clé du responsable : signe ici et maintenant
examples-node-budget = archipel node budget
    archipel node budget --adopt --key responsable.key
budget-adopted = Désormais, toutes les éditions ensemble peuvent coûter ρ = { $lifetime }, et plus de la moitié de ces témoins doit connaître chacune avant qu’elle soit tirée : { $witnesses }
budget-adopted-waits = Consigné. Cela vaudra quand plus de la moitié des témoins d’avant le saura : à la prochaine ouverture d’une édition par un coordonnateur. D’ici là : { $witnesses }
budget-witnesses = Plus de la moitié de ceux-ci doivent le savoir avant que quoi que ce soit soit tiré :
budget-differs = policy.toml propose ρ = { $lifetime } pour toutes les éditions ensemble, et ces témoins :
budget-waits = D’autres témoins ont été nommés. Ils prendront leur place quand plus de la moitié de ceux-ci le saura.
node-status-witness-key = Clé comme témoin d’autres membres :
    {"  "}{ $key }
coordinator-witness-key = Votre clé comme témoin, pour le policy.toml des membres qui vous veulent :
    { $key }
kind-budget-ruled = budget adopté
kind-budget-handed-over = le budget a d’autres témoins
kind-budget-witnessed = dépense attestée
kind-budget-found = dépense perdue comptée de nouveau
err-budget-no-lifetime = policy.toml ne dit pas ce que toutes les éditions ensemble peuvent coûter.
fix-budget-no-lifetime = Écrivez-y lifetime_rho = "0.5", ou un autre nombre : archipel charter show dit combien d’éditions cela permet. S’il y est déjà, redémarrez le nœud : il lit le fichier à son démarrage.
err-budget-no-witness = Personne hors de ce membre ne saurait ce qui est dépensé : policy.toml doit nommer des témoins, tous d’autres parties, chacun avec sa clé.
fix-budget-no-witness = Ajoutez des sections [[witness]] avec id et key, et redémarrez le nœud. Clés : archipel node status chez les autres membres, archipel coordinator status chez le coordonnateur.
err-budget-no-officer = Le régime private veut un responsable qui signe, et la charte ne nomme pas de clé pour ce membre.
fix-budget-no-officer = Nommez officer_key pour ce membre dans la charte : archipel pki signing-key --name CHARTE/MEMBRE/officer en fait une.
err-member-not-witnessed = Trop peu de témoins du membre savent ce qu’il va dépenser; rien n’a été tiré.
fix-member-not-witnessed = Joignez plus de ses témoins et rouvrez l’édition : ce qui est réservé attend. archipel node budget chez le membre les nomme.
help-charter-standing-approval-editions = En régime private : combien d’éditions peuvent passer
err-standing-no-editions = En régime private, une approbation permanente vaut pour un nombre d’éditions.
fix-standing-no-editions = Donnez --editions : chacune coûte jusqu’au ρ de la charte.
err-standing-editions = Seul le régime private compte les éditions.
fix-standing-editions = Omettez --editions.
err-policy-editions = Une approbation permanente vaut pour un nombre d’éditions de 1 à { $most }.
fix-policy-editions = Donnez à editions un nombre de 1 à { $most }; archipel charter standing-approval écrit la section.
help-edition-plan-revision = Quelle correction de la diffusion de la période (par défaut 0, la première); en régime private, chacune coûte de nouveau
help-edition-open-revision = Quelle correction de la diffusion de la période (par défaut 0, la première); en régime private, chacune coûte de nouveau
help-edition-status-revision = Quelle correction de la diffusion de la période (par défaut 0, la première); en régime private, chacune coûte de nouveau
help-index-compute-revision = Quelle correction de la diffusion de la période (par défaut 0, la première); en régime private, chacune coûte de nouveau
simulate-unpaid = Chaque passage de simulate sur de vrais fichiers est un regard de plus sur les mêmes personnes, qu’aucun budget ne compte : gardez le dossier pour vous, ou supprimez-le.
charter-check-no-officer = La charte ne nomme aucune clé du responsable pour : { $members }. Sans elles, on ne peut ni la signer, ni rien tirer; une simulation n’en demande pas.
